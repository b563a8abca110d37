// The deck: the article, one screen at a time. The pieces stay where they are in the page; what is not on the screen
// is hidden. So a demo keeps its state from screen to screen, and runs only while it is shown.

import { enlarge, fitDemo, fitText } from './fit.js';
import { Gate } from './gate.js';
import { element, keycap, sign } from './html.js';
import { listenToKeys, KEYS } from './keys.js';
import { openNotes } from './notes-link.js';
import { anchorOf, folding, pieces, predictionOf, screensOf } from './screens.js';
import { showShare } from './share.js';
import { listenToTouch } from './touch.js';

/**
 * @param {{ screens: import('./screens.js').Screen[] }} content
 * @param {string | null} first  the screen that the address names
 */
export function startDeck(content, first) {
  const screens = screensOf(content.screens);
  const main = document.querySelector('main');
  const fold = new CSSStyleSheet();
  document.adoptedStyleSheets.push(fold);

  let at = -1;
  let black = false;
  /** Each demo's last address, so that it can be given even when another demo has taken the fragment. */
  const fragments = new Map();

  // The frame around a screen
  const where = element('p', { class: 'deck-where' });
  const progress = element('ol', { class: 'deck-progress', 'aria-label': 'Sections' });
  const head = element('header', { class: 'deck-head' }, [
    element('h1', { class: 'deck-site' }, ['API key ', element('span', {}, ['vs.']), ' API token']), where, progress]);
  const headline = element('h2', { class: 'deck-headline', tabindex: '-1' });
  const asked = element('button', { type: 'button', class: 'deck-asked' });
  const notice = element('p', { class: 'deck-notice', role: 'status' });
  const count = element('span', { class: 'deck-count' });
  const tool = (label, key, act, face = label) => {
    const button = element('button', { type: 'button', class: 'deck-tool', ...(key ? {} : { 'aria-label': label }) }, [
      ...(key ? [keycap(key)] : []), face]);
    button.addEventListener('click', act);
    return button;
  };
  const tools = element('div', { class: 'deck-tools', role: 'group', 'aria-label': 'Screens' }, [
    tool('Back', '', () => turn(-1), sign('back')), count, tool('On', '', () => turn(1), sign('step')),
    tool('Notes', 'N', notes), tool('Link', 'L', share), tool('Black', 'B', blackOut), tool('Keys', '?', help),
    tool('Article', 'Esc', leave)]);
  const foot = element('footer', { class: 'deck-foot' }, [asked, notice, tools]);
  main.prepend(headline);
  document.body.prepend(head);
  document.body.append(foot);
  const curtain = element('button', { type: 'button', class: 'deck-black', 'aria-label': 'The screen is black. Press any key to go on.', hidden: '' });
  curtain.addEventListener('click', blackOut);
  document.body.append(curtain);

  const sections = [...new Set(screens.map((screen) => screen.section))];
  for (const id of sections) {
    const name = document.querySelector(`.contents a[href="#${id}"]`)?.lastChild?.textContent ?? id;
    const go = element('button', { type: 'button', title: name, 'aria-label': name });
    go.addEventListener('click', () => show(screens.findIndex((screen) => screen.section === id)));
    progress.append(element('li', {}, [go]));
  }

  const gate = new Gate(main, (sentence) => say(sentence), rest);
  const follower = openNotes.follower(() => state(), (message) => {
    if (message.type === 'turn' && Math.abs(message.by) === 1) turn(message.by);
    if (message.type === 'go') show(screens.findIndex(({ id }) => id === message.screen));
    if (message.type === 'black') blackOut();
  });

  /** What the notes window is told. */
  function state() {
    return { screen: screens[at].id, next: screens[at + 1]?.id ?? null, number: at + 1, of: screens.length, black, tally: gate.summary() };
  }

  function say(sentence) {
    notice.textContent = sentence;
    asked.hidden = sentence !== '' || !predictionOf(screens[at]);
    follower.tell();
  }

  /** The fragment that leads to the state of the demo on the screen; empty where nobody has touched it. */
  function fragment() {
    const held = location.hash.slice(1).split('?')[0];
    if (location.hash.includes('?')) fragments.set(held, location.hash);
    return fragments.get(screens[at]?.demo) ?? '';
  }

  function show(index) {
    if (index < 0 || index >= screens.length || index === at) return;
    if (at >= 0) fragment();
    gate.close();
    at = index;
    const screen = screens[at];
    const shown = new Set(pieces(screen));
    for (const section of main.querySelectorAll(':scope > section')) {
      section.toggleAttribute('data-off', section.id !== screen.section);
      for (const child of section.children) child.toggleAttribute('data-off', !shown.has(child));
    }
    const figure = screen.demo ? pieces(screen)[0] : null;
    fold.replaceSync(figure ? folding(screen, `figure[data-demo="${screen.demo}"]`) : '');
    main.dataset.kind = figure ? 'demo' : screen.id === screen.section ? 'title' : 'text';
    main.dataset.screen = screen.id;
    main.style.removeProperty('--type');
    headline.innerHTML = screen.headline;
    headline.hidden = screen.headline === '';
    const listed = document.querySelector(`.contents a[href="#${screen.section}"]`);
    where.textContent = listed ? listed.textContent.replace(/^(\d|·)/, (mark) => (mark === '·' ? '' : `${mark} · `)) : '';
    [...progress.children].forEach((item, i) => item.toggleAttribute('aria-current', sections[i] === screen.section));
    progress.children[sections.indexOf(screen.section)].setAttribute('aria-current', 'step');
    count.textContent = `${at + 1} / ${screens.length}`;
    const prediction = predictionOf(screen);
    asked.replaceChildren(...(prediction ? [keycap('P'), element('b', {}, ['Predict: ']), prediction.question] : []));
    say(gate.heard(screen.id));
    address(screen);
    fit();
    grown.disconnect();
    if (figure) grown.observe(figure);
    main.scrollTo(0, 0);
    if (document.activeElement === document.body || main.contains(document.activeElement)) rest();
    document.title = `${at + 1}. ${where.textContent} (classroom)`;
  }

  /** The screen stands in the query, its demo's state in the fragment. */
  function address(screen) {
    const query = new URLSearchParams(location.search);
    query.set('classroom', screen.id);
    try {
      history.replaceState(null, '', `?${query}${fragment()}`);
    } catch { /* With a null origin the address has to stay as it is. */ }
  }

  // A demo that says more than it did at first makes room for it.
  const grown = new ResizeObserver(() => {
    if (main.scrollHeight > main.clientHeight + 1) fit();
  });

  function fit() {
    const figure = main.dataset.kind === 'demo' ? pieces(screens[at])[0] : null;
    if (figure) fitDemo(main, figure);
    else fitText(main);
  }

  /** Gives the focus to the screen itself: to its headline, which is then read out, and from which Tab goes on. */
  function rest() {
    const title = headline.hidden ? pieces(screens[at])[0] : headline;
    title.tabIndex = -1;
    title.focus({ preventScroll: true });
  }

  function turn(by) {
    show(at + by);
  }

  function notes() {
    const opened = openNotes.open();
    if (!opened) say('The browser opened no second window. Allow this page to open one, or print the notes: they are in the lesson plan.');
    else say('');
  }

  function blackOut() {
    black = !black;
    curtain.hidden = !black;
    if (black) curtain.focus();
    else rest();
    follower.tell();
  }

  function share() {
    showShare(articleAddress());
  }

  function articleAddress() {
    const screen = screens[at];
    const url = new URL(location.href);
    url.searchParams.delete('classroom');
    url.hash = fragment() || anchorOf(screen);
    return url.href.replace(/\?(?=#|$)/, '');
  }

  function leave() {
    location.assign(articleAddress());
  }

  const helpBox = element('dialog', { class: 'deck-dialog', 'aria-label': 'Keys' }, [
    element('h2', {}, ['Keys']),
    element('dl', {}, KEYS.map(([keys, what]) => element('div', {}, [
      element('dt', {}, keys.split(' ').flatMap((key) => [keycap(key), ' '])), element('dd', {}, [what])]))),
    element('p', {}, ['A demo that has the focus keeps its own keys. ', keycap('Esc'), ' gives them back to the deck; ',
      keycap('Page Up'), ' and ', keycap('Page Down'), ', a clicker’s keys, turn the screen even then.']),
    element('p', { class: 'deck-papers' }, [
      element('a', { href: '?classroom=lesson', target: '_blank' }, ['Lesson plans for 20 and 45 minutes']), ' · ',
      element('a', { href: '?classroom=worksheet', target: '_blank' }, ['Worksheet with answers'])]),
    element('form', { method: 'dialog' }, [element('button', { class: 'button' }, ['Close'])]),
  ]);
  document.body.append(helpBox);
  function help() {
    helpBox.showModal();
    helpBox.querySelector('form button').focus(); // Not `autofocus`, which a browser wants to serve when the page loads.
  }

  listenToKeys({
    turn, show, notes, share, leave, help, blackOut,
    predict: () => gate.open(screens[at].id, predictionOf(screens[at])),
    last: () => show(screens.length - 1),
    count: () => screens.length,
    say,
    isBlack: () => black,
    gate, rest,
  });
  listenToTouch(turn);
  addEventListener('resize', () => { enlarge(); fit(); });
  // A demo writes its address when the reader has come to rest; by then its screen may have been turned.
  addEventListener('moment', () => address(screens[at]));
  addEventListener('hashchange', ({ newURL }) => {
    const [name, settings] = new URL(newURL).hash.slice(1).split('?');
    const wanted = screens.findIndex((screen) => settings !== undefined ? screen.demo === name : anchors(screen, name));
    if (wanted >= 0 && !(screens[at].demo && screens[at].demo === screens[wanted].demo)) show(wanted);
  });
  // A link of the text leads to its screen, if it has one; to other sites it opens beside the deck.
  main.addEventListener('click', (event) => {
    const link = event.target instanceof Element && event.target.closest('a[href^="http"]');
    if (link) link.target = '_blank';
  });
  document.fonts.ready.then(fit);

  enlarge();
  const named = screens.findIndex(({ id }) => id === first);
  const [name, settings] = location.hash.slice(1).split('?');
  const linked = screens.findIndex((screen) => (settings === undefined ? anchors(screen, name) : screen.demo === name));
  document.documentElement.toggleAttribute('data-ready', true);
  show(Math.max(0, named >= 0 ? named : linked));
  if (first && named < 0) say(`There is no screen called ${first.slice(0, 24)}. This is ${at === 0 ? 'the first' : 'where the address leads'}.`);

  /** Whether a fragment of the article belongs to a screen. */
  function anchors(screen, name) {
    return name !== '' && (anchorOf(screen) === name || screen.section === name
      || pieces(screen).some((piece) => piece.id === name || piece.querySelector(`#${CSS.escape(name)}`)));
  }
}
