// @ts-check
// What opens under a word, or is marked beside one, closes on Escape, and stays closed until the word is left.
addEventListener('keydown', ({ key }) => {
  if (key !== 'Escape') return;
  for (const word of document.querySelectorAll(':is(.gloss, .part, [data-to]):is(:hover, :focus-within)')) {
    word.classList.add('closed');
    for (const type of ['pointerleave', 'focusout']) word.addEventListener(type, () => word.classList.remove('closed'), { once: true });
  }
});

// What gets the focus by keyboard is brought out from under what stays at the window's edge: to the browser it is in
// sight there. How far those reach is in the style sheet (`scroll-margin`).
addEventListener('keyup', ({ key, target }) => {
  if (!(target instanceof HTMLElement && target.matches('.demo :is(button, input)')) || key !== 'Tab' && !target.dataset.cell) return;
  target.scrollIntoView({ block: 'nearest', inline: 'nearest' });
});
