// What the scripts of this folder share in types: what a frame and the page around it say to each other (docs/embed.md
// says the same in words), what demos, deck and notes say, and what the build puts into the scripts.

export type Name = 'api-key-vs-token';
export type Theme = 'auto' | 'light' | 'dark';

/** What a frame tells the page around it, beside who it is. */
export type FrameNews =
  | { type: 'loading' }
  /** In CSS pixels. `paper` is the height on a sheet of A4 or Letter, for who has asked. */
  | { type: 'height'; height: number; paper?: number }
  | { type: 'ready'; title: string }
  /** Its clock was set going; the clock has come to its end. */
  | { type: 'played' }
  | { type: 'finished' }
  | { type: 'error'; reason: 'unknown-demo' | 'not-loaded' | 'stopped'; message: string };

/** A frame's message to the page around it. `embed.js` hands it on as an event of `<api-key-vs-token>`. */
export type FromFrame = { source: Name; demo: string } & FrameNews;

/** What the page around asks of a frame. */
export type Wish = { type: 'pause' } | { type: 'resume' } | { type: 'theme'; theme: Theme } | { type: 'paper' };

/** A message of the page around to a frame. */
export type ToFrame = { target: Name } & Wish;

/** What the deck shows, as its notes window is told. */
export interface Shown {
  /** The id of the screen. */
  screen: string;
  /** The lesson plan that is followed, by its minutes; null where all screens are shown. */
  route: string | null;
  black: boolean;
  /** What the class has said on this screen; empty where it has not. */
  tally: string;
}

/** The deck's message to its notes window. */
export type ToNotes = { source: Name; type: 'screen' } & Shown;

/** What the notes window asks of its deck. */
export type Turn = { type: 'hello' } | { type: 'turn'; by: number } | { type: 'go'; screen: string } | { type: 'black' };

/** The notes window's message to its deck. */
export type FromNotes = { target: Name } & Turn;

/** `site/classroom/*.md`, as the build has made it into data. */
export interface Content {
  screens: Screen[];
  /** What demos ask, by their names. */
  asks: Record<string, Asked>;
  /** Lesson plans by their minutes: the ids of their screens. */
  routes: Record<string, string[]>;
  /** The pictures of the article's labs, by their names, as HTML. */
  pictures: Record<string, string>;
  /** Pages to print, as HTML. */
  lesson: string;
  worksheet: string;
}

export interface Screen {
  /** Its address, as in `?classroom=ID`. */
  id: string;
  /** The id of its section in the article. */
  section: string;
  /** HTML; empty where the section's own title is the headline. */
  headline: string;
  /** The demo that it shows. */
  demo?: string;
  /** A selector: the parts of the demo that it shows. */
  parts?: string;
  /** HTML, for the teacher; none where nobody has written them yet. */
  notes?: string;
  minutes: number;
  predict?: Asked;
}

/** What a class is asked. */
export interface Asked {
  question: string;
  answers: string[];
  /** The answer that is right, where the notes say it. */
  right?: number;
  /** And why. */
  because?: string;
}

/** A question as the deck puts it. Where a demo asks, it says later what came of the guess. */
export interface Prediction extends Asked {
  demo?: string;
  verdict?: string;
}

/** Where a demo stands, as the event `demo-state` says. */
export interface Stand {
  demo: string;
  /** What leads there; empty while nobody has touched the demo. */
  fragment: string;
  /** What it says to the guess; empty while there is none. */
  verdict: string;
}

/** What the class guesses, as the event `demo-guess` hands it on. */
export interface Guess {
  demo: string;
  /** The number of the answer, from 0; none where nobody has guessed. */
  answer?: number;
}

/** The program: what the module's glue exports to `boot.js` (src/page/mount.rs) and `door.js` (src/page/door.rs).
 *  What the door gives is JSON where it is more than one value; it throws a sentence where it refuses. */
export interface Program {
  /** Starts it; gives all that its first part has for the others. */
  default(start: { module_or_path: BufferSource | Response }): Promise<WebAssembly.Exports>;
  begin(name: string, figure: number): void;
  make(figure: number): void;
  build(figure: number): void;
  mount(body: HTMLElement, figure: number): void;
  unmount(figure: number): void;
  enter(figure: number): void;
  at_work(): number;

  /** The answer as it stands on the wire, without the name of the protocol. */
  send(method: string, url: string, fields: string, body: string): string;
  now(): number;
  advance(ms: number): number;
  reset(seed?: number, start_ms?: number): void;
  credentials(): string;
  approve(url: string, user: string, scopes?: string): string;
  deny(url: string): string;
  log(): string;
  attacks(): string;
  attack(index: number, variant: number): string;
}

/** What an API provider hands out, as `demo.credentials()` tells it: as much of it as scripts here look at. */
export interface Credentials {
  users: Record<string, unknown>;
  scopes: string[];
}

/** A row of `demo.attacks()`, as much of it as scripts here look at. */
export interface Attack {
  name: string;
  variants: number;
}

/** What boot.js tells door.js: the program that is on its way, how to bring a part of it, and when the page has time for
 *  what nobody has asked for. */
export interface Coming {
  loading: Promise<Program>;
  bring: (part: string) => Promise<void>;
  idle: Promise<unknown>;
}

/** An event of `<api-key-vs-token>`. */
export type FrameEvent<Type extends FrameNews['type']> = CustomEvent<FromFrame & { type: Type }>;

declare global {
  interface WindowEventMap {
    /** The program is on its way. */
    program: CustomEvent<Coming>;
    /** A demo has come to rest, and has written its state into the page's address. */
    moment: Event;
    /** Where a demo stands: it is said when its verdict has changed, and to who sends `demo-pause` or `demo-guess`. */
    'demo-state': CustomEvent<Stand>;
    /** A demo's clock was set going, and has come to its end. */
    played: Event;
    finished: Event;
    /** Asks the demos to stop their clocks, and to let them run on where they were stopped so. */
    'demo-pause': Event;
    'demo-resume': Event;
  }

  /** In the one-file page, the WASM modules as they were unpacked: the program's first part, and the others by name. */
  var packed: { first: Uint8Array<ArrayBuffer>; others: [string, Uint8Array<ArrayBuffer>][] } | undefined;
  /** The door, for the console. */
  var demo: object;

  // The build puts these into embed.js: the names of all settings, of all demos, how high scenes stand in columns of
  // three widths (CSS pixels), and the way from the script to the folder of the page.
  const SETTINGS: string[];
  const DEMOS: string[];
  const HEIGHTS: Record<string, [narrow: number, wide: number, whole: number]>;
  const HOME: string;
}
