// Tables filled like a spreadsheet: keyboard, paste, undo. The form works without this: its cells are fields, and stay so.

/** A number as people write it, in French or in English; null when it cannot be read. The server reads alike. */
const number = (text) => {
  let plain = text.replace(/[\s'’]/g, '').replace('−', '-').replace(/[%€]$/, '');
  if (/^[+-]?\d{1,3}(\.\d{3})+(,\d*|(?<=\.\d{3}\.\d{3}))$/.test(plain)) plain = plain.replaceAll('.', '');
  else if (/^[+-]?\d{1,3}(,\d{3})+(\.\d*|(?<=,\d{3},\d{3}))$/.test(plain)) plain = plain.replaceAll(',', '');
  plain = plain.replace(',', '.');
  return /^[+-]?(\d+\.?\d*|\.\d+)$/.test(plain) ? Number(plain) : null;
};

/** Yes or no; null when it cannot be told. */
const flag = (text) => {
  const word = text.normalize('NFD').replace(/\p{M}/gu, '').trim().toLowerCase();
  if (['oui', 'o', 'yes', 'y', 'x', '1', 'vrai', 'true'].includes(word)) return true;
  return ['non', 'n', 'no', '', '0', 'faux', 'false'].includes(word) ? false : null;
};

/** The cells of what a spreadsheet copies: tabs between them, lines below each other, quotes around those that hold either. */
const lines = (text) => {
  const found = [[]];
  const cell = /(?:"((?:[^"]|"")*)"|([^\t\r\n]*))(\t|\r\n|\n|\r|$)/gy;
  for (let piece; cell.lastIndex < text.length && (piece = cell.exec(text));) {
    found.at(-1).push((piece[1]?.replaceAll('""', '"') ?? piece[2]).trim().replace(/\s*\n\s*/g, ' '));
    if (piece[3] === '\t') { if (cell.lastIndex === text.length) found.at(-1).push(''); } else found.push([]);
  }
  return found.filter((line) => line.length);
};

const quoted = (text) => (document.documentElement.lang === 'fr' ? `« ${text} »` : `“${text}”`);
const isBox = (cell) => cell.type === 'checkbox';
const get = (cell) => (isBox(cell) ? cell.checked : cell.value);
const set = (cell, value) => { if (isBox(cell)) cell.checked = value; else cell.value = value; };
const same = (a, b) => a === b || (typeof a === 'string' && typeof b === 'string' && number(a) !== null && number(a) === number(b));
/** What is stored: what the page says when the form came back filled, else what it was shown with. */
const stored = (cell) => {
  if (isBox(cell)) return cell.dataset.was === undefined ? cell.defaultChecked : cell.dataset.was === '1';
  return cell.dataset.was ?? cell.defaultValue;
};

class Grid {
  constructor(form) {
    this.form = form;
    this.table = form.querySelector('table');
    this.rows = [...this.table.rows].map((row) => [...row.querySelectorAll('td > input:not([type=hidden])')]).filter((cells) => cells.length);
    this.place = new Map(this.rows.flatMap((cells, r) => cells.map((cell, c) => [cell, [r, c]])));
    [this.done, this.undone, this.changed] = [[], [], new Set()];
    [this.editing, this.held, this.leaving] = [false, null, false];
    this.said = form.querySelector('[data-said]');
    this.tools = form.querySelector('[data-tools]');
    [this.back, this.again] = this.tools.querySelectorAll('button');
    this.listen();
    for (const cell of this.place.keys()) this.mark(cell);
    this.restore();
    this.tell();
    for (const hidden of document.querySelectorAll('[data-with-grid]')) hidden.hidden = false;
  }

  listen() {
    const { table, form } = this;
    table.addEventListener('focusin', ({ target }) => this.arrive(target));
    table.addEventListener('focusout', ({ target }) => this.commit(target));
    table.addEventListener('pointerdown', ({ target }) => { if (target === document.activeElement) this.editing = true; else this.pointed = target; });
    table.addEventListener('input', ({ target }) => this.typed(target));
    table.addEventListener('keydown', (event) => this.key(event));
    table.addEventListener('paste', (event) => this.paste(event));
    this.back.addEventListener('click', () => this.undo());
    this.again.addEventListener('click', () => this.redo());
    form.addEventListener('submit', () => { this.commit(document.activeElement); this.leaving = true; });
    addEventListener('pageshow', () => { this.leaving = false; });
    addEventListener('beforeunload', (event) => {
      this.commit(document.activeElement);
      if (this.changed.size && !this.leaving) event.preventDefault();
    });
  }

  arrive(cell) {
    if (!this.place.has(cell)) return;
    this.held = get(cell);
    this.editing = this.pointed === cell;
    this.pointed = null;
    if (!isBox(cell) && !this.editing) cell.select();
  }

  typed(cell) {
    if (!this.place.has(cell)) return;
    this.editing = true;
    this.mark(cell);
    if (isBox(cell)) this.commit(cell); else this.tell();
  }

  /** What was typed in a cell becomes one step that can be undone. */
  commit(cell) {
    if (!this.place.has(cell) || this.held === null || get(cell) === this.held) return;
    this.step([{ cell, before: this.held, after: get(cell) }]);
    this.held = get(cell);
  }

  step(changes) {
    this.done.push(changes);
    this.undone = [];
    this.keep(changes);
  }

  /** After cells changed: marks, counts, and a draft in case the page closes. */
  keep(changes) {
    for (const { cell } of changes) this.mark(cell);
    this.tell();
    this.save();
  }

  mark(cell) {
    const isChanged = !same(get(cell), stored(cell));
    if (isChanged) this.changed.add(cell); else this.changed.delete(cell);
    cell.parentElement.classList.toggle('changed', isChanged);
    const isWrong = cell.inputMode === 'decimal' && cell.value.trim() !== '' && number(cell.value) === null;
    const words = (cell.getAttribute('aria-describedby') ?? '').split(' ').filter((id) => id && id !== 'grid-changed');
    const described = [...words, ...(isChanged ? ['grid-changed'] : [])].join(' ');
    if (described) cell.setAttribute('aria-describedby', described); else cell.removeAttribute('aria-describedby');
    if (isWrong || words.length) cell.setAttribute('aria-invalid', 'true'); else cell.removeAttribute('aria-invalid');
  }

  tell() {
    this.tools.querySelector('output').textContent = this.say('changed', this.changed.size);
    const pending = this.place.has(document.activeElement) && this.held !== null && get(document.activeElement) !== this.held;
    // Not disabled: whoever pressed one keeps the focus there.
    this.back.setAttribute('aria-disabled', String(!this.done.length && !pending));
    this.again.setAttribute('aria-disabled', String(!this.undone.length));
  }

  /** A sentence of the form, with its number and what it is about. */
  say(key, count, texts = []) {
    if (!count) return '';
    const shown = texts.slice(0, 3).map((text) => quoted(text.length > 30 ? `${text.slice(0, 30)}…` : text)).join(', ');
    const number = new Intl.NumberFormat(document.documentElement.lang).format(count);
    return `${this.form.dataset[key].replace('#', number)}${shown && ` (${shown}${texts.length > 3 ? ', …' : ''})`}. `;
  }

  undo() { this.turn(this.done, this.undone, 'before', 'undone'); }

  redo() { this.turn(this.undone, this.done, 'after', 'redone'); }

  turn(from, to, side, key) {
    const active = document.activeElement;
    this.commit(active);
    const changes = from.pop();
    if (!changes) return;
    to.push(changes);
    for (const change of changes) set(change.cell, change[side]);
    this.keep(changes);
    const [{ cell }] = changes;
    if (this.place.has(active)) { cell.focus(); this.arrive(cell); }
    this.said.textContent = this.say(key, changes.length);
  }

  go(r, c, event) {
    const row = this.rows[Math.max(0, Math.min(r, this.rows.length - 1))];
    const cell = row[Math.max(0, Math.min(c, row.length - 1))];
    event.preventDefault();
    if (cell === document.activeElement) { this.commit(cell); this.arrive(cell); return; }
    cell.focus();
    cell.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }

  key(event) {
    const { target: cell, key } = event;
    if (!this.place.has(cell) || event.altKey || event.isComposing) return;
    const [[r, c], far] = [this.place.get(cell), event.ctrlKey || event.metaKey];
    if (far && !event.shiftKey && key.toLowerCase() === 'z') { event.preventDefault(); this.undo(); return; }
    if (far && (key.toLowerCase() === 'y' || (event.shiftKey && key.toLowerCase() === 'z'))) { event.preventDefault(); this.redo(); return; }
    if (key === 'Enter' && !far) { this.go(r + (event.shiftKey ? -1 : 1), c, event); return; }
    if (key === 'F2') { this.editing = true; if (!isBox(cell)) cell.setSelectionRange(cell.value.length, cell.value.length); return; }
    if (key === 'Escape') { this.escape(cell, event); return; }
    if (event.shiftKey) return;
    if (key === 'ArrowDown') this.go(far ? this.rows.length : r + 1, c, event);
    else if (key === 'ArrowUp') this.go(far ? 0 : r - 1, c, event);
    else if (far && key === 'Home') this.go(0, 0, event);
    else if (far && key === 'End') this.go(this.rows.length, Infinity, event);
    else if (['ArrowLeft', 'Home'].includes(key) && this.isFree(cell, 0)) this.go(r, far || key === 'Home' ? 0 : c - 1, event);
    else if (['ArrowRight', 'End'].includes(key) && this.isFree(cell, cell.value.length)) this.go(r, far || key === 'End' ? Infinity : c + 1, event);
  }

  /** Whether an arrow leaves the cell rather than moving in its text. */
  isFree(cell, end) {
    return isBox(cell) || !this.editing || (cell.selectionStart === end && cell.selectionEnd === end);
  }

  escape(cell, event) {
    if (get(cell) === this.held) return;
    event.preventDefault();
    set(cell, this.held);
    this.mark(cell);
    this.arrive(cell);
    this.tell();
  }

  paste(event) {
    const cell = event.target;
    const text = event.clipboardData?.getData('text/plain') ?? '';
    const found = lines(text);
    if (!this.place.has(cell) || !found.length || (found.length === 1 && found[0].length === 1 && !isBox(cell))) return;
    event.preventDefault();
    this.commit(cell);
    const [r, c] = this.place.get(cell);
    const [changes, outside, unread] = [[], [], []];
    found.forEach((line, down) => line.forEach((words, right) => {
      const to = this.rows[r + down]?.[c + right];
      if (!to) { if (words) outside.push(words); return; }
      const value = isBox(to) ? flag(words) : words;
      if (value === null || (to.inputMode === 'decimal' && words && number(words) === null)) unread.push(words);
      if (value === null || value === '' || value === get(to)) return;
      changes.push({ cell: to, before: get(to), after: value });
      set(to, value);
    }));
    if (changes.length) this.step(changes);
    this.arrive(cell);
    const told = this.say('pasted', changes.length) + this.say('outside', outside.length, outside) + this.say('unread', unread.length, unread);
    this.said.textContent = told || this.form.dataset.nothing;
  }

  // What was typed and not saved, for as long as the tab is open.

  get draft() {
    try { return JSON.parse(sessionStorage.getItem(this.form.dataset.grid) ?? '{}'); } catch { return {}; }
  }

  save() {
    const draft = this.draft;
    for (const cell of this.place.keys()) {
      if (this.changed.has(cell)) draft[cell.name] = { was: stored(cell), now: get(cell) }; else delete draft[cell.name];
    }
    try { sessionStorage.setItem(this.form.dataset.grid, JSON.stringify(draft)); } catch { /* Nothing is kept then; the page still asks before it closes. */ }
  }

  restore() {
    const [draft, changes, stale] = [this.draft, [], []];
    for (const cell of this.place.keys()) {
      const kept = draft[cell.name];
      if (!kept || this.changed.has(cell) || same(kept.now, get(cell))) continue;
      if (!same(kept.was, stored(cell))) { stale.push(String(kept.now)); continue; }
      changes.push({ cell, before: get(cell), after: kept.now });
      set(cell, kept.now);
    }
    if (changes.length) this.step(changes); else this.save();
    this.said.textContent = this.say('restored', changes.length) + this.say('stale', stale.length, stale);
  }
}

for (const form of document.querySelectorAll('form[data-grid]')) new Grid(form);
