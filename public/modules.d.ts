// Modules that the build makes.

/** The glue of the WASM module: a `Program` (types.d.ts). In the one-file page and a scene's own it is in the same script. */
declare module 'glue';

/** `src/classroom/*.md` as data. */
declare module 'classroom-content' {
  const content: import('./types').Content;
  export default content;
}
