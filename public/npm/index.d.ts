// The types of <api-key-vs-token>. docs/embed.md says the same in words.

/** What the element tells by an event of each name. `demo` is the name of the scene or lab. */
export interface ApiKeyVsTokenEvents {
  /** The frame has come, and what it needs is on its way. */
  loading: CustomEvent<{ demo: string }>;
  /** How high the frame is, in CSS pixels; once with its height on a sheet of paper. */
  height: CustomEvent<{ demo: string; height: number; paper?: number }>;
  /** It can be played. */
  ready: CustomEvent<{ demo: string; title: string }>;
  /** Its clock was set going, by a reader or by `resume`. */
  played: CustomEvent<{ demo: string }>;
  /** Its clock has come to the end. */
  finished: CustomEvent<{ demo: string }>;
  /** It cannot be shown, and a sentence says so in its place. `demo` is there where the frame itself says it. */
  error: CustomEvent<{
    demo?: string;
    reason: 'late' | 'no-answer' | 'no-address' | 'unknown-demo' | 'not-loaded' | 'stopped';
    message: string;
  }>;
}

/** The element. Its attributes are in docs/embed.md; they may be changed at any time. */
export interface ApiKeyVsToken extends HTMLElement {
  /** Stops the clock. */
  pause(): void;
  /** Lets it run on, if `pause` stopped it and the reader has not touched it since. */
  resume(): void;
  addEventListener<Name extends keyof ApiKeyVsTokenEvents>(
    name: Name,
    heard: (this: ApiKeyVsToken, event: ApiKeyVsTokenEvents[Name]) => void,
    options?: boolean | AddEventListenerOptions,
  ): void;
  addEventListener(name: string, heard: EventListenerOrEventListenerObject, options?: boolean | AddEventListenerOptions): void;
}

declare global {
  interface HTMLElementTagNameMap {
    'api-key-vs-token': ApiKeyVsToken;
  }
}
