// Enhancements. Every page works without them; what needs them is hidden until they run.

const folded = (text) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

/** Incremental filter: data-filter holds the id of what holds the rows or items to keep or hide; sections left empty are hidden. */
for (const filter of document.querySelectorAll('[data-filter]')) {
  const target = document.getElementById(filter.dataset.filter);
  if (!target) continue;
  const rows = [...target.querySelectorAll('li, tbody > tr')].map((row) => ({ row, text: folded(row.textContent) }));
  const sections = [...target.querySelectorAll('section')];
  const [input, output] = [filter.querySelector('input'), filter.querySelector('output')];
  const number = new Intl.NumberFormat(document.documentElement.lang);
  input.addEventListener('input', () => {
    const words = folded(input.value).split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const { row, text } of rows) {
      row.hidden = !words.every((word) => text.includes(word));
      if (!row.hidden) shown += 1;
    }
    for (const section of sections) section.hidden = !section.querySelector('li:not([hidden]), tbody > tr:not([hidden])');
    output.textContent = words.length ? `${number.format(shown)} / ${number.format(rows.length)}` : '';
  });
  filter.hidden = false;
}

/** Copies the address of the page, which alone reproduces it. */
for (const button of document.querySelectorAll('[data-copy]')) {
  if (!navigator.clipboard) continue;
  const label = button.textContent;
  button.setAttribute('aria-live', 'polite');
  button.addEventListener('click', async () => {
    const canonical = document.querySelector('link[rel=canonical]');
    await navigator.clipboard.writeText(canonical ? canonical.href : location.href);
    button.textContent = button.dataset.copied;
    setTimeout(() => { button.textContent = label; }, 2500);
  });
  button.hidden = false;
}

/** The narrow menu closes with Escape, and the focus goes back to it. */
for (const menu of document.querySelectorAll('details.menu')) {
  menu.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || !menu.open) return;
    menu.open = false;
    menu.querySelector('summary').focus();
  });
}

/** The composer: a territory picked on the map, added or taken out by a link, changes the page in place. The map stays under the pointer. */
if (document.querySelector('form.compose[data-live]')) {
  const main = document.querySelector('main');
  const top = () => main.querySelector('section.map')?.getBoundingClientRect().top;
  main.addEventListener('click', async (event) => {
    const link = event.target.closest('a');
    if (!link || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    const address = new URL(link.href.baseVal ?? link.href, location.href);
    if (address.pathname !== location.pathname || address.hash) return;
    event.preventDefault();
    const answer = await fetch(address).catch(() => null);
    const composed = answer && new DOMParser().parseFromString(await answer.text(), 'text/html').querySelector('main');
    if (!composed?.querySelector('form.compose[data-live]')) { location.assign(address); return; }
    const before = top();
    main.replaceChildren(...composed.childNodes);
    history.pushState(null, '', address);
    main.querySelector('#result')?.focus({ preventScroll: true });
    if (link instanceof SVGElement && before !== undefined && top() !== undefined) scrollBy({ top: top() - before, behavior: 'instant' });
  });
  addEventListener('popstate', () => location.reload());
}

/** What is to be mended is read first in a form that comes back. */
document.querySelector('.summary[role=alert]')?.focus();

/** Somebody or something found by its name: data-suggest holds the address that answers [{id, label, detail}] for what is typed after it.
    The identifier chosen goes to the hidden field that follows. Without this, the words typed are sent and looked for. */
for (const picker of document.querySelectorAll('[data-suggest]')) {
  const [words, chosen, before] = picker.querySelectorAll('input');
  const list = document.createElement('ul');
  const status = document.createElement('p');
  Object.assign(list, { id: `${words.id}-list`, role: 'listbox', hidden: true });
  Object.assign(status, { className: 'hidden', role: 'status' });
  list.setAttribute('aria-label', picker.querySelector('label').textContent);
  picker.append(list, status);
  for (const [name, value] of Object.entries({ role: 'combobox', 'aria-autocomplete': 'list', 'aria-controls': list.id, 'aria-expanded': 'false' })) words.setAttribute(name, value);
  let [found, active, waiting, asked] = [[], -1, 0, 0];
  const close = () => {
    list.hidden = true;
    active = -1;
    words.setAttribute('aria-expanded', 'false');
    words.removeAttribute('aria-activedescendant');
  };
  const point = (index) => {
    active = (index + found.length) % found.length;
    [...list.children].forEach((item, at) => item.setAttribute('aria-selected', String(at === active)));
    words.setAttribute('aria-activedescendant', list.children[active].id);
    list.children[active].scrollIntoView({ block: 'nearest' });
  };
  const choose = (index) => {
    words.value = before.value = found[index].label;
    chosen.value = found[index].id;
    close();
  };
  const show = () => {
    list.replaceChildren(...found.map(({ label, detail }, index) => {
      const item = document.createElement('li');
      Object.assign(item, { id: `${list.id}-${index}`, role: 'option', textContent: label });
      if (detail) item.append(Object.assign(document.createElement('small'), { textContent: detail }));
      item.addEventListener('mousedown', (event) => { event.preventDefault(); choose(index); });
      return item;
    }));
    list.hidden = !found.length;
    words.setAttribute('aria-expanded', String(!list.hidden));
    status.textContent = found.length ? found.length : picker.dataset.none;
  };
  words.addEventListener('input', () => {
    chosen.value = before.value = '';
    clearTimeout(waiting);
    const text = words.value.trim();
    if (text.length < 2) { close(); return; }
    waiting = setTimeout(async () => {
      const question = (asked += 1);
      const answer = await fetch(picker.dataset.suggest + encodeURIComponent(text), { headers: { accept: 'application/json' } }).catch(() => null);
      const list = answer?.ok ? await answer.json() : [];
      if (question !== asked || document.activeElement !== words) return;
      found = list;
      show();
    }, 200);
  });
  words.addEventListener('keydown', (event) => {
    if (list.hidden) return;
    if (event.key === 'ArrowDown') point(active + 1);
    else if (event.key === 'ArrowUp') point(active < 0 ? -1 : active - 1);
    else if (event.key === 'Enter' && active >= 0) choose(active);
    else if (event.key === 'Escape') close();
    else return;
    event.preventDefault();
  });
  words.addEventListener('blur', close);
}

/** A large file goes in pieces, from where the server says it is, and goes on after a cut. Without this, the form sends it in one go. */
for (const form of document.querySelectorAll('form[data-deposit]')) {
  const [input, box, button] = [form.querySelector('input[type=file]'), form.querySelector('.sending'), form.querySelector('button')];
  const [bar, output] = [box.querySelector('progress'), box.querySelector('output')];
  const percent = new Intl.NumberFormat(document.documentElement.lang, { style: 'percent' });
  const [base, piece] = [form.dataset.deposit, 4 << 20];
  const pause = (seconds) => new Promise((done) => { setTimeout(done, seconds * 1000); });
  const said = async (answer) => (await answer.json().catch(() => ({}))).detail ?? answer.statusText;
  form.addEventListener('submit', async (event) => {
    const file = input.files[0];
    if (!file?.size) return;
    event.preventDefault();
    button.disabled = true;
    box.hidden = false;
    const begun = [...document.querySelectorAll('[data-resume]')].find(({ dataset }) => dataset.name === file.name && Number(dataset.size) === file.size && Number(dataset.modified) === file.lastModified);
    // The page of an unfinished file may be given another one, which then has an id of its own.
    const asked = begun?.dataset.resume ?? ('resumed' in form.dataset ? '' : form.elements.id.value);
    const stop = (text) => { output.textContent = text; button.disabled = false; };
    const headers = { accept: 'application/json' };
    const told = new URLSearchParams({ id: asked, name: file.name, size: file.size, modified: file.lastModified });
    let answer = await fetch(`${base}/debut`, { method: 'POST', headers, body: told }).catch(() => null);
    if (!answer?.ok) { stop(answer ? await said(answer) : form.dataset.waiting); return; }
    let { id, received } = await answer.json();
    for (let cuts = 0; received < file.size;) {
      bar.value = received / file.size;
      output.textContent = percent.format(bar.value);
      answer = await fetch(`${base}/${id}`, { method: 'PATCH', headers: { ...headers, 'content-type': 'application/octet-stream', 'upload-offset': received }, body: file.slice(received, received + piece) }).catch(() => null);
      if (answer?.ok) {
        ({ received } = await answer.json());
        cuts = 0;
      } else if (answer && answer.status !== 409 && answer.status < 500) {
        stop(await said(answer));
        return;
      } else {
        cuts += 1;
        output.textContent = form.dataset.waiting;
        await pause(Math.min(cuts * 2, 30));
        const known = await fetch(`${base}/${id}/recu`, { headers }).catch(() => null);
        if (known?.ok) ({ received } = await known.json());
      }
    }
    location.assign(`${base}/${id}`);
  });
}

/** Signatures: strokes drawn on the canvas of data-sign go, as an SVG path, to the form's field whose name ends with -drawing. */
for (const pad of document.querySelectorAll('[data-sign]')) {
  const field = pad.closest('form').querySelector('input[name$="-drawing"]');
  const canvas = pad.querySelector('canvas');
  const pen = canvas.getContext('2d');
  Object.assign(pen, { lineWidth: 2, lineCap: 'round', lineJoin: 'round', strokeStyle: '#14213d' });
  let down = false;
  const at = (event) => {
    const box = canvas.getBoundingClientRect();
    return [(event.clientX - box.left) * canvas.width / box.width, (event.clientY - box.top) * canvas.height / box.height].map(Math.round);
  };
  const draw = (letter, x, y) => {
    if (letter === 'M') pen.beginPath();
    pen[letter === 'M' ? 'moveTo' : 'lineTo'](x, y);
    pen.stroke();
  };
  const stroke = (letter, event) => {
    const [x, y] = at(event);
    draw(letter, x, y);
    if (field.value.length < 19000) field.value += `${letter}${x} ${y} `;
  };
  // A form that comes back comes back with its drawing.
  for (const [, letter, x, y] of field.value.matchAll(/([ML])(-?\d+) (-?\d+)/g)) draw(letter, Number(x), Number(y));
  canvas.addEventListener('pointerdown', (event) => { down = true; canvas.setPointerCapture(event.pointerId); stroke('M', event); });
  canvas.addEventListener('pointermove', (event) => { if (down) stroke('L', event); });
  for (const end of ['pointerup', 'pointercancel']) canvas.addEventListener(end, () => { down = false; });
  pad.querySelector('button').addEventListener('click', () => { pen.clearRect(0, 0, canvas.width, canvas.height); field.value = ''; });
  pad.hidden = false;
}
