// The recipes of docs/embed.md, each tried with the engine that it is for.
//
//   npm ci --prefix tests/recipes && node tests/recipes/recipes.mjs
//
// It makes a small site with each engine, out of the files in docs/recipes and the snippets in docs/embed.md, and opens
// what comes out in Chromium: without scripts picture and link are there, with scripts the scene runs in its frame.
// It takes the release page in dist/ and playwright-core from tests/browser. CHROMIUM=/path/to/it says which browser.
//
// Engines are taken from PATH, or from HUGO, JEKYLL, MDBOOK and PHP. WORDPRESS names a folder with WordPress, and
// WORDPRESS_SQLITE one with its plugin "SQLite Database Integration". What is not found is named, and is no fault.
// Nothing is asked of the network.

import { deepStrictEqual as same, ok } from 'node:assert';
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { delimiter, dirname, extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, '../..');
const { chromium } = createRequire(join(root, 'tests/browser/package.json'))('playwright-core');

const PLACEHOLDER = 'https://demos.example/';
const ALT = 'Both are stolen. Which one stops by itself?';
// It would end an attribute, add another, and run a script. Engines differ in which quotes a value may hold.
const HOSTILE = '4h" onmouseover="hostile()"<script>hostile()</script>&';
const LEFT_OUT = { onclick: 'hostile()', ONFOCUS: 'hostile()', style: 'position:fixed', src: 'https://hostile.example/' };

const TYPES = { '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.wasm': 'application/wasm', '.css': 'text/css', '.png': 'image/png' };

/** A host of its own for a folder; another port is another origin. */
async function host(folder) {
  const server = createServer((request, response) => {
    const file = join(folder, normalize(decodeURIComponent(new URL(request.url, 'http://localhost').pathname)));
    if (!existsSync(file) || !extname(file)) return response.writeHead(404).end();
    response.writeHead(200, { 'Content-Type': TYPES[extname(file)] ?? 'application/octet-stream' }).end(readFileSync(file));
  });
  await new Promise((listening) => server.listen(0, 'localhost', listening));
  return server;
}

const temporary = mkdtempSync(join(tmpdir(), 'recipes-'));
const out = join(temporary, 'out');
const [demosHost, blogHost] = [await host(join(root, 'dist')), await host(out)];
const demos = `http://localhost:${demosHost.address().port}/`;
const blog = `http://localhost:${blogHost.address().port}/`;

const docs = readFileSync(join(root, 'docs/embed.md'), 'utf8');
// What a scene can be set to, as the build knows it, and what any scene takes; and what the element keeps for itself.
const settings = [...new Set(['theme', 'controls', 'dir', 'lang', ...JSON.parse(/=(\["access"[^\]]*\])/.exec(readFileSync(join(root, 'dist/embed.js'), 'utf8'))[1])])];
const ofElement = ['height', 'loading', 'title'];

/** The snippets below a headline of docs/embed.md, in their order, with the address of this run's demos. */
function snippets(headline) {
  const section = docs.split(new RegExp(`\\n##+ ${headline}\\n`))[1].split(/\n##/)[0];
  return [...section.matchAll(/^```[\w-]*\n(.*?)^```$/gms)].map(([, code]) => code.replaceAll(PLACEHOLDER, demos));
}

/** A file of docs/recipes, with its address set as its reader would. */
function recipe(file) {
  const text = readFileSync(join(root, 'docs/recipes', file), 'utf8');
  same(text.split(PLACEHOLDER).length - 1, 1, `${file} has the address in one place`);
  return text.replace(PLACEHOLDER, demos);
}

/** Lays files into a folder of that engine. */
function lay(engine, files) {
  const folder = join(temporary, engine);
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return folder;
}

const run = (program, args, options) => execFileSync(program, args, { encoding: 'utf8', stdio: 'pipe', ...options }).trim();

/** A program, from its variable or from PATH. */
function program(name) {
  const folders = (process.env.PATH ?? '').split(delimiter);
  return process.env[name.toUpperCase()] ?? folders.map((folder) => join(folder, name)).find(existsSync);
}

const shell = (content) => `<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>A post</title></head><body>\n${content}\n</body></html>\n`;
const post = (content, layout = '') => `---\ntitle: A post\n${layout}---\n\nBefore.\n\n${content}\n\nAfter.\n`;

/** Parameters as Hugo, Jekyll and WordPress write them, in these quotes. */
const parameters = (all, quote) => Object.entries(all).map(([name, value]) => ` ${name}=${quote}${value}${quote}`).join('');
const hostile = (quote) => parameters({ scene: HOSTILE, ttl: HOSTILE, alt: HOSTILE, ...LEFT_OUT }, quote);
const everySetting = Object.fromEntries([...settings, ...ofElement].map((name) => [name, '1']));
const everything = parameters({ scene: 'leak', ...everySetting }, '"');

/** The space that a scene takes in each class of widths, in CSS pixels. */
const HEIGHTS = { narrow: 842, wide: 693, whole: 643 };

const [plain] = snippets('Plain HTML');
const [picture] = snippets('Markdown');
const [three] = snippets('Three lines');

// Each makes its site in out/NAME and gives its version, and what each of its pages has to be; nothing where it is not
// found.
const ENGINES = {
  'plain HTML': () => {
    lay('out/plain HTML', { 'post.html': shell(plain) });
    return { version: '', pages: { 'post.html': whole } };
  },

  Hugo: () => {
    const hugo = program('hugo');
    if (!hugo) return;
    const [shortcode, unsafe] = snippets('Hugo');
    const site = (name, config, posts) => {
      const folder = lay(name, {
        'hugo.toml': `baseURL = "${blog}"\ndisableKinds = ["home", "taxonomy", "term", "section", "RSS", "sitemap", "404"]\nuglyURLs = true\n${config}`,
        'layouts/_default/single.html': shell('{{ .Content }}'),
        'layouts/shortcodes/key-vs-token.html': recipe('hugo/key-vs-token.html'),
        ...Object.fromEntries(Object.entries(posts).map(([name, content]) => [`content/${name}.md`, post(content)])),
      });
      run(hugo, ['--source', folder, '--destination', join(out, name)]);
    };
    site('Hugo', '', {
      post: shortcode, picture, raw: plain,
      hostile: `{{< key-vs-token${hostile('`')} >}}`,
      settings: `{{< key-vs-token${everything} >}}`,
      held: shortcode.replace(' >}}', `${parameters(HEIGHTS, '"')} >}}`),
      lab: '{{< key-vs-token lab="security" alt="The same leak, twice" >}}',
    });
    site('Hugo/unsafe', unsafe, { raw: plain });
    return {
      version: /v[\d.]+/.exec(run(hugo, ['version']))[0],
      pages: {
        'post.html': whole, 'hostile.html': escaped, 'settings.html': all, 'picture.html': linkedPicture,
        'held.html': held, 'lab.html': lab, 'raw.html': omitted, 'unsafe/raw.html': whole,
      },
    };
  },

  Eleventy: () => {
    const folder = join(here, 'node_modules/@11ty/eleventy');
    if (!existsSync(folder)) return;
    const [config, shortcode] = snippets('Eleventy');
    const query = new URLSearchParams({ ttl: HOSTILE, ...LEFT_OUT });
    const site = lay('Eleventy', {
      'eleventy.config.mjs': config,
      'key-vs-token.mjs': recipe('eleventy.js'),
      '_includes/post.njk': shell('{{ content | safe }}'),
      'post.md': post(shortcode, 'layout: post.njk\n'),
      'nunjucks.njk': post(shortcode, 'layout: post.njk\n'),
      'raw.md': post(plain, 'layout: post.njk\n'),
      'picture.md': post(picture, 'layout: post.njk\n'),
      'hostile.md': post(`{% keyVsToken '${HOSTILE}', '${query}', '${HOSTILE}' %}`, 'layout: post.njk\n'),
      'settings.md': post(`{% keyVsToken "leak", "${new URLSearchParams(everySetting)}" %}`, 'layout: post.njk\n'),
    });
    run(process.execPath, [join(folder, 'cmd.cjs'), `--output=${join(out, 'Eleventy')}`], { cwd: site });
    const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    return {
      version,
      pages: {
        'post/index.html': whole, 'nunjucks/index.html': whole, 'raw/index.html': whole, 'hostile/index.html': escaped,
        'settings/index.html': all, 'picture/index.html': linkedPicture,
      },
    };
  },

  Jekyll: () => {
    const jekyll = program('jekyll');
    if (!jekyll) return;
    const [include] = snippets('Jekyll');
    const site = lay('Jekyll', {
      '_includes/key-vs-token.html': recipe('jekyll/key-vs-token.html'),
      '_layouts/post.html': shell('{{ content }}'),
      'post.md': post(include, 'layout: post\n'),
      'raw.md': post(plain, 'layout: post\n'),
      'picture.md': post(picture, 'layout: post\n'),
      'hostile.md': post(`{% include key-vs-token.html${hostile("'")} %}`, 'layout: post\n'),
      'settings.md': post(`{% include key-vs-token.html${everything} %}`, 'layout: post\n'),
    });
    run(jekyll, ['build', '--source', site, '--destination', join(out, 'Jekyll')]);
    return {
      version: run(jekyll, ['--version']).replace('jekyll ', ''),
      pages: { 'post.html': whole, 'raw.html': whole, 'hostile.html': escaped, 'settings.html': all, 'picture.html': linkedPicture },
    };
  },

  mdBook: () => {
    const mdbook = program('mdbook');
    if (!mdbook) return;
    const book = lay('mdBook', {
      'book.toml': '[book]\ntitle = "A book"\n',
      'src/SUMMARY.md': '- [Raw](raw.md)\n- [Picture](picture.md)\n',
      'src/raw.md': `Before.\n\n${plain}\n\nAfter.\n`,
      'src/picture.md': `Before.\n\n${picture}\n\nAfter.\n`,
    });
    run(mdbook, ['build', book, '--dest-dir', join(out, 'mdBook')]);
    return { version: run(mdbook, ['--version']).replace('mdbook ', ''), pages: { 'raw.html': whole, 'picture.html': linkedPicture } };
  },

  WordPress: () => {
    const { WORDPRESS: wordpress, WORDPRESS_SQLITE: sqlite } = process.env;
    const php = program('php');
    if (!php || !wordpress || !sqlite) return;
    const [shortcode] = snippets('WordPress');
    const site = lay('WordPress', {
      'wordpress.php': readFileSync(join(here, 'wordpress.php')),
      'wordpress/wp-content/db.php': readFileSync(join(sqlite, 'db.copy')),
      'wordpress/wp-content/plugins/key-vs-token.php': readFileSync(join(root, 'docs/recipes/wordpress/key-vs-token.php')),
      'wordpress/wp-content/themes/plain/style.css': '/* Theme Name: Plain */',
      'wordpress/wp-content/themes/plain/index.php': shell('<?php wp_head(); while ( have_posts() ) { the_post(); the_content(); } wp_footer(); ?>'),
    });
    for (const part of ['wp-admin', 'wp-includes', 'wp-settings.php']) symlinkSync(join(wordpress, part), join(site, 'wordpress', part));
    cpSync(sqlite, join(site, 'wordpress/wp-content/plugins/sqlite-database-integration'), { recursive: true });

    const ask = (act, what = '', input = '') => run(php, ['wordpress.php', act, what], { cwd: site, input, env: { ...process.env, ADDRESS: demos } });
    const version = `${ask('install')} (PHP ${run(php, ['-r', 'echo PHP_VERSION;'])})`;
    const block = `<!-- wp:html -->\n${plain}<!-- /wp:html -->`;
    const posts = {
      'post.html': [whole, 'author', shortcode],
      'shortcode-block.html': [whole, 'author', `<!-- wp:shortcode -->\n${shortcode}<!-- /wp:shortcode -->`],
      'block.html': [whole, 'administrator', block],
      'filtered.html': [linkedPicture, 'author', block],
      'hostile.html': [escaped, 'administrator', `[key_vs_token${hostile("'")}]`],
      'settings.html': [all, 'author', `[key_vs_token${everything}]`],
      'none.html': [noScene, 'author', 'No scene.'],
    };
    mkdirSync(join(out, 'WordPress'));
    // What a reader of feeds shows, while only the author's scene is in the feed.
    ask('post', 'author', shortcode);
    const entries = [...ask('show', 'feed=rss2').matchAll(/<content:encoded><!\[CDATA\[(.*?)\]\]>/gs)];
    writeFileSync(join(out, 'WordPress/feed.html'), shell(entries.map(([, entry]) => entry).join('\n')));
    for (const [name, [, role, content]] of Object.entries(posts)) {
      writeFileSync(join(out, 'WordPress', name), ask('show', `p=${ask('post', role, content)}`));
    }
    return { version, pages: { ...Object.fromEntries(Object.entries(posts).map(([name, [check]]) => [name, check])), 'feed.html': inFeed } };
  },

  // Not all of Ghost, which needs a database, but what it makes a post's HTML with: its converter from HTML, its cards
  // and its renderer, called as it calls them (core/server/lib/lexical.js). To a theme Ghost gives that HTML with one
  // change: it adds `ref` to links that leave the site. The packages ask for Node.js 22 because their jsdom does;
  // package.json overrides that by one which runs on 20, too.
  Ghost: async () => {
    const packages = join(here, 'node_modules/@tryghost');
    if (!existsSync(packages)) return;
    const ghost = createRequire(import.meta.url);
    const { DEFAULT_NODES } = ghost('@tryghost/kg-default-nodes');
    const { htmlToLexical } = ghost('@tryghost/kg-html-to-lexical');
    const { LexicalHTMLRenderer } = ghost('@tryghost/kg-lexical-html-renderer');
    // By itself it passes over what fails.
    const renderer = new LexicalHTMLRenderer({ nodes: DEFAULT_NODES, onError: (error) => { throw error; } });
    const [marked] = snippets('Ghost');
    const block = { direction: null, format: '', indent: 0, version: 1 };
    const paragraph = (text) => ({ ...block, type: 'paragraph', children: [{ type: 'extended-text', version: 1, text, detail: 0, format: 0, mode: 'normal', style: '' }] });
    // What the editor keeps of a post: a card holds what was pasted into it.
    const card = (content) => ({ root: { ...block, type: 'root', children: [paragraph('Before.'), { version: 1, ...content }, paragraph('After.')] } });
    // What the Admin API makes of a post that comes as HTML.
    const source = (html) => htmlToLexical(`<p>Before.</p>\n${html}\n<p>After.</p>`);
    const posts = {
      'post.html': [whole, card({ type: 'html', html: plain })],
      'held.html': [held, card({ type: 'html', html: three })],
      'markdown-card.html': [whole, card({ type: 'markdown', markdown: plain })],
      'picture.html': [linkedPicture, card({ type: 'markdown', markdown: picture })],
      'api.html': [whole, source(marked)],
      'api-unmarked.html': [emptyLink, source(plain)],
    };
    for (const [name, [, post]] of Object.entries(posts)) {
      lay('out/Ghost', { [name]: shell(await renderer.render(JSON.stringify(post), { siteUrl: blog })) });
    }
    const { version } = JSON.parse(readFileSync(join(packages, 'kg-lexical-html-renderer/package.json'), 'utf8'));
    return { version: `renderer ${version}`, pages: Object.fromEntries(Object.entries(posts).map(([name, [check]]) => [name, check])) };
  },
};

// Chromium's sandbox cannot start as root.
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? program('chromium') ?? '/usr/bin/chromium',
  args: [...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), '--disable-gpu'],
});

/** What a reader without scripts has before him. */
async function still(address) {
  const page = await browser.newPage({ javaScriptEnabled: false });
  await page.goto(address);
  const seen = await page.evaluate((demos) => ({
    elements: [...document.querySelectorAll('api-key-vs-token')].map(({ attributes }) => Object.fromEntries([...attributes].map(({ name, value }) => [name, value]))),
    pictures: [...document.querySelectorAll('a > img')].map((image) => ({
      inElement: image.closest('api-key-vs-token') !== null,
      link: image.closest('a').href, picture: image.src, alt: image.alt,
      size: image.checkVisibility() ? `${image.naturalWidth}×${image.naturalHeight}` : 'hidden',
      given: `${image.getAttribute('width')}×${image.getAttribute('height')} ${image.getAttribute('style')}`,
    })),
    // An engine may have scripts of its own.
    scripts: [...document.scripts].filter(({ src, text }) => src.startsWith(demos) || text.includes('hostile')).map(({ src }) => src),
    handlers: [...document.querySelectorAll('*')].flatMap(({ attributes }) => [...attributes]).filter(({ name, value }) => name.startsWith('on') && value.includes('hostile')).length,
    source: document.documentElement.outerHTML,
  }), demos);
  await page.close();
  return seen;
}

/** The scene runs in its frame, which has taken the place of the picture. */
async function alive(address) {
  const page = await browser.newPage();
  await page.goto(address);
  await page.locator('api-key-vs-token').scrollIntoViewIfNeeded();
  await page.locator('api-key-vs-token iframe').waitFor();
  const frame = await (await page.locator('api-key-vs-token iframe').elementHandle()).contentFrame();
  await frame.locator('figure[data-state="live"]').waitFor({ timeout: 60_000 });
  // A setting that the scene does not take would have gone from its address. What it adds there is its own affair.
  ok(frame.url().startsWith(`${demos}embed/leak.html?theme=light#leak?ttl=4h`), `the frame is at ${frame.url()}`);
  ok(!await page.locator('api-key-vs-token img').isVisible(), 'the picture has gone');
  await page.close();
}

const PICTURE = {
  link: `${demos}embed/leak.html?ttl=4h`, picture: `${demos}embed/leak.png`, alt: ALT,
  size: '1200×630', given: '1200×630 max-width:100%;height:auto',
};

const whole = {
  says: 'picture and link without scripts, alive with them',
  async check(address) {
    const { elements, pictures, scripts } = await still(address);
    same({ elements, pictures, scripts }, {
      elements: [{ demo: 'leak', ttl: '4h' }], pictures: [{ inElement: true, ...PICTURE }], scripts: [`${demos}embed.js`],
    });
    await alive(address);
  },
};

const held = {
  says: 'its space is held until the script has come, and then the scene runs',
  async check(address) {
    const { elements, pictures } = await still(address);
    const style = Object.entries(HEIGHTS).map(([name, height]) => `--demo-${name}:${height}px`).join(';');
    same({ elements, pictures }, { elements: [{ demo: 'leak', ttl: '4h', style }], pictures: [{ inElement: true, ...PICTURE }] });
    const page = await browser.newPage({ viewport: { width: 720, height: 800 } });
    await page.route('**/embed.js', (route) => route.abort());
    await page.goto(address);
    same(await page.locator('api-key-vs-token').evaluate((element) => element.getBoundingClientRect().height), HEIGHTS.wide);
    await page.close();
    await alive(address);
  },
};

const lab = {
  says: 'a lab has words in place of a picture',
  async check(address) {
    const { elements, pictures, source } = await still(address);
    same({ elements, pictures }, { elements: [{ demo: 'security' }], pictures: [] });
    ok(source.includes(`<a href="${demos}embed/security.html">The same leak, twice</a>`));
  },
};

const escaped = {
  says: 'hostile values come out as text, hostile names not at all',
  async check(address) {
    const { elements, pictures: [{ link, picture, alt }], scripts, handlers } = await still(address);
    same({ elements, alt, scripts, handlers }, {
      elements: [{ demo: HOSTILE, ttl: HOSTILE }], alt: HOSTILE, scripts: [`${demos}embed.js`], handlers: 0,
    });
    const page = new URL(link);
    same([...page.searchParams], [['ttl', HOSTILE]]);
    same(page.origin + decodeURIComponent(page.pathname), `${demos}embed/${HOSTILE}.html`);
    same(decodeURIComponent(picture), `${demos}embed/${HOSTILE}.png`);
  },
};

const all = {
  says: `all ${settings.length} settings pass, in the element and in the link; ${ofElement.join(', ')} in the element alone`,
  async check(address) {
    const { elements, pictures: [{ link, alt }] } = await still(address);
    same(Object.keys(elements[0]).sort(), ['demo', ...settings, ...ofElement].sort());
    same([...new URL(link).searchParams.keys()].sort(), settings.toSorted());
    same(alt, 'leak');
  },
};

const linkedPicture = {
  says: 'picture and link, and no element',
  async check(address) {
    const { elements, pictures, scripts } = await still(address);
    const { link, picture, alt, size } = PICTURE;
    same({ elements, scripts }, { elements: [], scripts: [] });
    same(pictures.map(({ link, picture, alt, size }) => ({ link, picture, alt, size })), [{ link, picture, alt, size }]);
  },
};

const emptyLink = {
  says: 'of HTML that is not marked as a card a link without words remains, as the documentation says',
  async check(address) {
    const { elements, pictures, scripts, source } = await still(address);
    same({ elements, pictures, scripts }, { elements: [], pictures: [], scripts: [] });
    ok(source.includes(`<a href="${PICTURE.link}"></a>`));
  },
};

const omitted = {
  says: 'raw HTML is dropped, as the documentation says',
  async check(address) {
    const { elements, pictures, scripts, source } = await still(address);
    same({ elements, pictures, scripts }, { elements: [], pictures: [], scripts: [] });
    ok(source.includes('<!-- raw HTML omitted -->'));
  },
};

const noScene = {
  says: 'no script on a page without a scene',
  async check(address) {
    const { scripts, source } = await still(address);
    same(scripts, []);
    ok(source.includes('No scene.'));
  },
};

const inFeed = {
  says: 'picture and link in the feed, and no script',
  async check(address) {
    const { pictures, scripts } = await still(address);
    same({ pictures, scripts }, { pictures: [{ inElement: true, ...PICTURE }], scripts: [] });
  },
};

const rows = [];
const faults = [];
try {
  for (const [engine, make] of Object.entries(ENGINES)) {
    let made;
    const fault = (what, error) => {
      rows.push([engine, made?.version ?? '', what, 'FAULT']);
      faults.push(`${engine}, ${what}: ${error.stderr ?? ''}${error.message}`);
    };
    try {
      made = await make();
    } catch (error) {
      fault('the site is made', error);
      continue;
    }
    if (!made) rows.push([engine, '', 'nothing, as it was not found', '']);
    for (const [name, { says, check }] of Object.entries(made?.pages ?? {})) {
      const what = `${name}: ${says}`;
      try {
        await check(new URL(`${engine}/${name}`, blog).href);
        rows.push([engine, made.version, what, 'good']);
      } catch (error) {
        fault(what, error);
      }
    }
  }
} finally {
  await browser.close();
  demosHost.close();
  blogHost.close();
  rmSync(temporary, { recursive: true });
}

const widths = [0, 1, 2].map((column) => Math.max(...rows.map((row) => row[column].length)));
for (const row of rows) console.log(row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ').trimEnd());
console.log(`\nin Chromium ${browser.version()}`);
for (const fault of faults) console.error(`\n${fault}`);
process.exitCode = faults.length ? 1 : 0;
