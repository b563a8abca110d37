// @ts-check
// The deck: the article, one screen at a time. The pieces stay where they are in the page; what is not on the screen
// is hidden. So a demo keeps its state from screen to screen, and runs only while it is shown.

import { enlarge, fitDemo, fitText } from './fit.js';
import { Gate } from './gate.js';
import { onPaper } from './handout.js';
import { element, keycap, markup, sign, the } from './html.js';
import { listenToKeys, KEYS } from './keys.js';
import { openNotes } from './notes-link.js';
import { anchorOf, folding, pieces, screensOf, screensOn } from './screens.js';
import { showShare } from './share.js';
import { listenToTouch } from './touch.js';

/** @typedef {import('./screens.js').Screen} Screen */

/**
 * @param {import('../types').Content} content
 * @param {string | null} named  the route or the screen that the address names
 * @param {string | null} first  the screen on that route
 */
export function startDeck(content, named, first) {
  const all = screensOf(content.screens);
  /** The lesson plan whose screens are shown; none where all are. */
  let route = named !== null && Object.hasOwn(content.routes, named) ? named : null;
  let screens = route ? screensOn(all, content.routes[route]) : all;
  const main = the('main');
  const fold = new CSSStyleSheet();
  document.adoptedStyleSheets.push(fold);

  let at = -1;
  let black = false;
  /**
   * Each demo's last address, so that it can be given even when another demo has taken the fragment.
   * @type {Map<string, string>}
   */
  const fragments = new Map();
  /**
   * What each demo has said to the guess of the class.
   * @type {Map<string, string>}
   */
  const verdicts = new Map();

  // The frame around a screen
  const where = element('p', { class: 'deck-where' });
  const whole = element('a', {}, ['show all screens']);
  whole.addEventListener('click', (event) => {
    event.preventDefault();
    leaveRoute();
  });
  const plan = element('span');
  const routeSign = element('p', { class: 'deck-route' }, [plan, ' · ', whole]);
  const progress = element('ol', { class: 'deck-progress', 'aria-label': 'Sections' });
  const head = element('header', { class: 'deck-head' }, [
    element('h1', { class: 'deck-site' }, ['API key ', element('span', {}, ['vs.']), ' API token']), where, routeSign, progress]);
  const headline = element('h2', { class: 'deck-headline', tabindex: '-1' });
  const asked = element('button', { type: 'button', class: 'deck-asked' });
  const notice = element('p', { class: 'deck-notice', role: 'status' });
  const count = element('span', { class: 'deck-count' });
  /**
   * @param {string} label
   * @param {string} key
   * @param {() => void} act
   * @param {Node | string} face
   */
  const tool = (label, key, act, face = label) => {
    const button = element('button', { type: 'button', class: 'deck-tool', ...(key ? {} : { 'aria-label': label }) }, [
      ...(key ? [keycap(key)] : []), face]);
    button.addEventListener('click', act);
    return button;
  };
  const tools = element('div', { class: 'deck-tools', role: 'group', 'aria-label': 'Screens' }, [
    tool('Back', '', () => turn(-1), sign('back')), count, tool('On', '', () => turn(1), sign('step')),
    tool('Notes', 'N', notes), tool('Link', 'L', share), tool('Black', 'B', blackOut), tool('Shortcuts', '?', help),
    tool('Article', 'Esc', leave)]);
  const foot = element('footer', { class: 'deck-foot' }, [asked, notice, tools]);
  main.prepend(headline);
  document.body.prepend(head);
  document.body.append(foot);
  const curtain = element('button', { type: 'button', class: 'deck-black', 'aria-label': 'The screen is black. Press any key to go on.', hidden: '' });
  curtain.addEventListener('click', blackOut);
  document.body.append(curtain);

  /** @type {string[]} */
  let sections = [];
  /** The sections of the screens that are shown, and whose choice these are. */
  function listSections() {
    sections = [...new Set(screens.map((screen) => screen.section))];
    progress.replaceChildren(...sections.map((id) => {
      const name = document.querySelector(`.contents a[href="#${id}"]`)?.lastChild?.textContent ?? id;
      const go = element('button', { type: 'button', title: name, 'aria-label': name });
      go.addEventListener('click', () => show(screens.findIndex((screen) => screen.section === id)));
      return element('li', {}, [go]);
    }));
    routeSign.hidden = route === null;
    plan.textContent = `Plan for ${route} minutes`;
  }
  listSections();

  const gate = new Gate(main, { say, rest, heard });
  const follower = openNotes.follower(() => state(), (message) => {
    if (message.type === 'turn' && Math.abs(message.by) === 1) turn(message.by);
    if (message.type === 'go') show(screens.findIndex(({ id }) => id === message.screen));
    if (message.type === 'black') blackOut();
  });

  /** What the notes window is told. */
  function state() {
    return { screen: screens[at].id, route, black, tally: heard() };
  }

  /** What the class has said on this screen, and what became of it. */
  function heard() {
    return gate.heard(screens[at].id, question());
  }

  /**
   * What the class is asked on this screen: what the notes ask, or the demo's own question.
   * @returns {import('../types').Prediction | null}
   */
  function question() {
    const { predict, demo } = screens[at];
    if (predict) return predict;
    return demo && content.asks[demo] ? { ...content.asks[demo], demo, verdict: verdicts.get(demo) } : null;
  }

  /** @param {string} sentence */
  function say(sentence) {
    notice.textContent = sentence;
    asked.hidden = sentence !== '' || !question();
    follower.tell();
  }

  /** Keeps the state that a demo has written into the address. */
  function remember() {
    if (location.hash.includes('?')) fragments.set(location.hash.slice(1).split('?')[0], location.hash);
  }

  /** The fragment that leads to the state of the demo on the screen; empty where nobody has touched it. */
  function fragment() {
    const { demo } = screens[at];
    return demo ? fragments.get(demo) ?? '' : '';
  }

  /**
   * Asks the demos to stand still, and where they stand: a demo writes its address only once it has come to rest, and so
   * the address of one that runs, or was touched just now, is an old one.
   */
  function halt() {
    dispatchEvent(new Event('demo-pause'));
    address(screens[at]);
  }

  /** @param {number} index */
  function show(index) {
    if (index < 0 || index >= screens.length || index === at) return;
    gate.close();
    at = index;
    const screen = screens[at];
    const shown = new Set(pieces(screen));
    for (const section of main.querySelectorAll(':scope > section')) {
      section.toggleAttribute('data-off', section.id !== screen.section);
      for (const child of section.children) child.toggleAttribute('data-off', !shown.has(/** @type {HTMLElement} */ (child)));
    }
    const figure = screen.demo ? pieces(screen)[0] : null;
    fold.replaceSync(figure ? folding(screen, `figure[data-demo="${screen.demo}"]`) : '');
    main.dataset.kind = figure ? 'demo' : screen.id === screen.section ? 'title' : 'text';
    main.dataset.screen = screen.id;
    main.style.removeProperty('--type');
    headline.innerHTML = markup(screen.headline);
    headline.hidden = screen.headline === '';
    const listed = document.querySelector(`.contents a[href="#${screen.section}"]`);
    where.textContent = listed ? listed.textContent.replace(/^(\d|·)/, (mark) => (mark === '·' ? '' : `${mark} · `)) : '';
    [...progress.children].forEach((item, i) => item.toggleAttribute('aria-current', sections[i] === screen.section));
    progress.children[sections.indexOf(screen.section)].setAttribute('aria-current', 'step');
    count.textContent = `${at + 1} / ${screens.length}`;
    const prediction = question();
    asked.replaceChildren(...(prediction ? [keycap('P'), element('b', {}, ['Predict: ']), prediction.question] : []));
    whole.href = `?classroom=${screen.id}`;
    say(heard());
    address(screen);
    fit();
    grown.disconnect();
    grown.observe(main);
    if (figure) grown.observe(figure);
    main.scrollTo(0, 0);
    if (document.activeElement === document.body || main.contains(document.activeElement)) rest();
    document.title = `${at + 1}. ${where.textContent} (classroom)`;
  }

  /**
   * The screen stands in the query, and before it the route it is on; its demo's state is in the fragment.
   * @param {Screen} screen
   */
  function address(screen) {
    const query = new URLSearchParams(location.search);
    query.set('classroom', route ?? screen.id);
    if (route) query.set('screen', screen.id);
    else query.delete('screen');
    try {
      history.replaceState(null, '', `?${query}${fragment()}`);
    } catch { /* With a null origin the address has to stay as it is. */ }
  }

  // A demo that says more than it did at first makes room for it; and the foot takes room when it says more.
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

  /** @param {number} by */
  function turn(by) {
    show(at + by);
  }

  /** The whole deck, at the same screen. */
  function leaveRoute() {
    const { id } = screens[at];
    gate.close();
    route = null;
    screens = all;
    listSections();
    at = -1;
    show(screens.findIndex((screen) => screen.id === id));
    rest();
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
    halt();
    showShare(sharedAddress(), () => dispatchEvent(new Event('demo-resume')));
  }

  /** For the pupils: the demo alone, as it stands on the screen. A screen of text is the article at that section. */
  function sharedAddress() {
    const { demo } = screens[at];
    if (!demo) return articleAddress();
    const settings = fragment().split('?')[1];
    const url = new URL(location.href);
    url.search = `?demo=${demo}${settings ? `&${settings}` : ''}`;
    url.hash = '';
    return url.href;
  }

  function articleAddress() {
    const screen = screens[at];
    const url = new URL(location.href);
    url.searchParams.delete('classroom');
    url.searchParams.delete('screen');
    url.hash = fragment() || anchorOf(screen);
    return url.href.replace(/\?(?=#|$)/, '');
  }

  function leave() {
    halt();
    location.assign(articleAddress());
  }

  const helpBox = element('dialog', { class: 'deck-dialog', 'aria-label': 'Shortcuts' }, [
    element('h2', {}, ['Shortcuts']),
    element('dl', {}, KEYS.map(([keys, what]) => element('div', {}, [
      element('dt', {}, keys.split(' ').flatMap((key) => [keycap(key), ' '])), element('dd', {}, [what])]))),
    element('p', {}, ['A demo that has the focus keeps its own keys. ', keycap('Esc'), ' gives them back to the deck; ',
      keycap('Page Up'), ' and ', keycap('Page Down'), ', a clicker’s keys, turn the screen even then.']),
    element('p', { class: 'deck-papers' }, [
      ...Object.keys(content.routes).flatMap((minutes) => [
        element('a', { href: `?classroom=${minutes}` }, [`The screens for ${minutes} minutes`]), ' · ']),
      element('a', { href: '?classroom=lesson', target: '_blank' }, ['Lesson plans']), ' · ',
      element('a', { href: '?classroom=worksheet', target: '_blank' }, ['Worksheet with answers'])]),
    element('p', {}, ['Printed, the deck is a handout: the text, the pictures, and the questions with room to write.']),
    element('form', { method: 'dialog' }, [element('button', { class: 'button' }, ['Close'])]),
  ]);
  document.body.append(helpBox);
  function help() {
    helpBox.showModal();
    the('form button', helpBox).focus(); // Not `autofocus`, which a browser wants to serve when the page loads.
  }

  listenToKeys({
    turn, show, notes, share, leave, help, blackOut,
    predict: () => gate.open(screens[at].id, question()),
    last: () => show(screens.length - 1),
    count: () => screens.length,
    say,
    isBlack: () => black,
    gate, rest,
  });
  listenToTouch(turn);
  addEventListener('resize', () => { enlarge(); fit(); });
  onPaper(main, fold, fit);
  addEventListener('demo-state', ({ detail: { demo, fragment, verdict } }) => {
    if (fragment) fragments.set(demo, fragment);
    if (verdicts.get(demo) === verdict) return;
    verdicts.set(demo, verdict);
    const said = screens[at].demo === demo ? heard() : '';
    if (said) say(said);
  });
  // A demo writes its address when the reader has come to rest; by then its screen may have been turned.
  addEventListener('moment', () => {
    remember();
    address(screens[at]);
  });
  addEventListener('hashchange', ({ newURL }) => {
    remember();
    const { hash } = new URL(newURL);
    const wanted = leadsTo(hash);
    if (wanted < 0) {
      if (route && all.some(isAt(hash))) say('That screen is not in this plan. The link at the top shows all screens.');
    } else if (!(screens[at].demo && screens[at].demo === screens[wanted].demo)) show(wanted);
  });
  // Who comes back by the browser's button finds the demo going on.
  addEventListener('pageshow', ({ persisted }) => { if (persisted) dispatchEvent(new Event('demo-resume')); });
  // A link of the text leads to its screen, if it has one; to other sites it opens beside the deck.
  main.addEventListener('click', (event) => {
    /** @type {HTMLAnchorElement | false | null} */
    const link = event.target instanceof Element && event.target.closest('a[href^="http"]');
    if (link) link.target = '_blank';
  });
  document.fonts.ready.then(fit);

  enlarge();
  remember();
  const asks = route ? first : named;
  const found = screens.findIndex(({ id }) => id === asks);
  document.documentElement.toggleAttribute('data-ready', true);
  show(Math.max(0, found >= 0 ? found : leadsTo(location.hash)));
  if (asks && found < 0) {
    const here = at === 0 ? 'from the first screen' : 'where the address leads';
    say(route ? `In this plan there is no screen called ${shortened(asks)}. This is the plan, from the first screen.`
      : `There is no screen called ${shortened(asks)}, and no plan: those are ${Object.keys(content.routes).join(' and ')}. This is the whole deck, ${here}.`);
  }

  /**
   * The screen that a fragment leads to, by its place among those that are shown; -1 where none does.
   * @param {string} hash
   */
  function leadsTo(hash) {
    return screens.findIndex(isAt(hash));
  }

  /**
   * Whether a screen is where a fragment leads.
   * @param {string} hash
   * @returns {(screen: Screen) => boolean}
   */
  function isAt(hash) {
    const [name, settings] = hash.slice(1).split('?');
    return (screen) => (settings === undefined ? anchors(screen, name) : screen.demo === name);
  }

  /**
   * Whether a fragment of the article belongs to a screen.
   * @param {Screen} screen
   * @param {string} name
   */
  function anchors(screen, name) {
    return name !== '' && (anchorOf(screen) === name || screen.section === name
      || pieces(screen).some((piece) => piece.id === name || piece.querySelector(`#${CSS.escape(name)}`)));
  }
}

/** @param {string} text */
const shortened = (text) => (text.length > 24 ? `${text.slice(0, 24)}…` : text);
