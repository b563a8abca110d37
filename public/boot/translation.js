// @ts-check
// A browser's translator takes each text out and puts elements with other words in its place. The program knows its texts
// and would go on writing into what is nowhere, with the old words in sight. So a text that was taken out is kept, unseen,
// inside what stands for it. When it changes it comes back, to be translated anew; when the program takes it away, what
// stands for it goes too; and what the program puts beside it goes beside what stands for it.
/** @param {HTMLElement} body */
export function outliveTranslation(body) {
  /** @type {WeakMap<Node, { text: Text, standIn: HTMLElement }>} */
  const kept = new WeakMap(); // what holds a kept text → the text, and what stands for it
  /** @param {MutationRecord} record */
  const takenOut = ({ removedNodes: [text], addedNodes: [added], previousSibling, nextSibling }) => {
    // Of fonts beside it, one that stands for another text is not meant.
    const standIn = [added, previousSibling, nextSibling].find((node) =>
      node instanceof HTMLElement && node.localName === 'font' && !kept.has(node.lastChild ?? node));
    if (!(text instanceof Text) || text.parentNode || !(standIn instanceof HTMLElement)) return;
    const holder = document.createElement('span');
    holder.hidden = true;
    holder.translate = false;
    holder.className = 'notranslate';
    holder.append(text);
    standIn.append(holder);
    kept.set(holder, { text, standIn });
  };
  const observer = new MutationObserver((records) => {
    for (const record of records) {
      const { target, type } = record;
      const holder = type === 'characterData' ? target.parentNode : target;
      const of = holder && kept.get(holder);
      if (!of) {
        if (type === 'childList') takenOut(record);
      } else if (type === 'characterData') of.standIn.replaceWith(of.text);
      else {
        of.standIn.before(...[...holder.childNodes].filter((node) => node !== of.text));
        if (!holder.hasChildNodes()) of.standIn.remove();
      }
    }
  });
  observer.observe(body, { childList: true, characterData: true, subtree: true });
}
