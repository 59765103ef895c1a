// Enhancements. Every page works without them; what needs them is hidden until they run.

const folded = (text) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

/** Incremental filter: data-filter holds the id of the list or table body whose rows are kept or hidden. */
for (const filter of document.querySelectorAll('[data-filter]')) {
  const list = document.getElementById(filter.dataset.filter);
  if (!list) continue;
  const rows = [...(list.tBodies?.[0] ?? list).children].map((row) => ({ row, text: folded(row.textContent) }));
  const [input, output] = [filter.querySelector('input'), filter.querySelector('output')];
  const number = new Intl.NumberFormat(document.documentElement.lang);
  input.addEventListener('input', () => {
    const words = folded(input.value).split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const { row, text } of rows) {
      row.hidden = !words.every((word) => text.includes(word));
      if (!row.hidden) shown += 1;
    }
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
