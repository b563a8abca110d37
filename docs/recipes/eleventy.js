// A scene of "API key or API token?" in a post, as a shortcode with the scene's name, its settings as in a link, and
// the words for its picture:
//
//   {% keyVsToken "leak", "ttl=4h", "What the picture shows" %}

const ADDRESS = 'https://demos.example/'; // Where your copy of dist/ is.

const escaped = (text) => String(text).replace(/[&<>"]/g, (letter) => `&#${letter.charCodeAt(0)};`);

export default function keyVsToken(scene, settings = '', alt = scene) {
  // Attributes that run a script in your page, or load another page, are no settings.
  const given = [...new URLSearchParams(settings)].filter(([name]) => /^(?!on|src$|style$)[a-z-]+$/.test(name));
  const attributes = given.map(([name, value]) => ` ${name}="${escaped(value)}"`).join('');
  const forElementAlone = ['height', 'loading', 'title'];
  const query = new URLSearchParams(given.filter(([name]) => !forElementAlone.includes(name)));
  const page = `${ADDRESS}embed/${encodeURIComponent(scene)}`;
  // No blank line: Markdown would end the HTML there.
  return `<api-key-vs-token demo="${escaped(scene)}"${attributes}>
<a href="${escaped(`${page}.html${query.size ? `?${query}` : ''}`)}"><img src="${page}.png" width="1200" height="630" alt="${escaped(alt)}" style="max-width:100%;height:auto"></a>
</api-key-vs-token>
<script src="${ADDRESS}embed.js" async></script>`;
}
