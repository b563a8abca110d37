//! The demo's longer words: what each step is about, and what there is to learn from each way to break a flow.

use super::run::Flow;

/// A way to break a flow.
pub struct Broken {
    /// Its name in a link.
    pub name: &'static str,
    /// The flow that it breaks.
    pub flow: Flow,
    /// What its button says.
    pub label: &'static str,
    /// What there is to learn if it is stopped.
    pub stopped: &'static str,
    /// What there is to learn if it succeeds.
    pub taken: &'static str,
}

const fn broken(
    flow: Flow,
    name: &'static str,
    label: &'static str,
    stopped: &'static str,
    taken: &'static str,
) -> Broken {
    Broken { name, flow, label, stopped, taken }
}

/// In the order of [`Sabotage::ALL`].
pub const SABOTAGES: [Broken; 28] = [
    broken(
        Flow::Key,
        "copied",
        "The thief copies the key",
        "",
        "Nothing tells his call from the app’s. To the API the key [b|is] the app, until somebody revokes it.",
    ),
    broken(
        Flow::Key,
        "url",
        "Put the key in the URL",
        "URLs end up in logs. The key counts as leaked from now on.",
        "",
    ),
    broken(Flow::Key, "user", "Ask the key who the user is", "Nobody asked Ada, so there is no Ada in a key.", ""),
    broken(Flow::Client, "secret", "Send a wrong secret", "The secret is all that proves the client’s name.", ""),
    broken(
        Flow::Client,
        "no-secret",
        "Send no secret",
        "A client that has a secret is not believed on its name alone.",
        "",
    ),
    broken(
        Flow::Client,
        "profile",
        "Ask for a user’s profile",
        "In its own name a client gets what is its own. What is Ada’s takes Ada’s consent.",
        "",
    ),
    broken(
        Flow::Code,
        "stolen",
        "The thief reads the code",
        "The code went through the browser, the verifier never did: one opens nothing without the other. The app goes on unharmed.",
        "He was first, and the app’s own exchange comes too late. Without PKCE, whoever holds the code collects.",
    ),
    broken(
        Flow::Code,
        "guess",
        "He makes up a verifier too",
        "It would have to hash to the challenge, and 43 random characters are not guessed. The app goes on unharmed.",
        "Without PKCE nobody asks him for a verifier.",
    ),
    broken(
        Flow::Code,
        "drop",
        "Strip PKCE from the link",
        "No code without a challenge: the attack ends before there is anything to steal.",
        "With no challenge to answer, the code alone was enough.",
    ),
    broken(
        Flow::Code,
        "plain",
        "Downgrade PKCE to plain",
        "With plain, the challenge [b|is] the verifier. Whoever reads the link could answer it, so this server knows S256 only.",
        "",
    ),
    broken(
        Flow::Code,
        "twice",
        "Send the same code twice",
        "Two senders, so one may be a thief. The refresh token of the first dies at once. The access token does not: the API checks it by itself, until it expires.",
        "",
    ),
    broken(
        Flow::Code,
        "late",
        "Wait a minute too long",
        "A minute is enough for a redirect, and too short for whoever finds the code in a log.",
        "",
    ),
    broken(
        Flow::Code,
        "other-app",
        "Use the code as another app",
        "A code belongs to the client that it was made for. The app goes on unharmed.",
        "",
    ),
    broken(
        Flow::Code,
        "redirect",
        "Change redirect_uri in the link",
        "The browser stays on the server’s page. No code leaves for an address that nobody registered.",
        "The address began like the registered one, and the shop has a page there that sends people on. PKCE did not help: the challenge was the thief’s own.",
    ),
    broken(
        Flow::Code,
        "redirect-late",
        "Change redirect_uri at the exchange",
        "The code was sent to one address. Whoever names another did not get it there.",
        "",
    ),
    broken(
        Flow::Code,
        "no-state",
        "Drop state on the way back",
        "Without it the app cannot tell this answer from one to somebody else’s question.",
        "",
    ),
    broken(
        Flow::Code,
        "forged",
        "Slip Ada the thief’s own code",
        "The sign-in in this answer was begun in another browser: the thief’s.",
        "The thief has taken over Bo’s account: what she saves there, he reads.",
    ),
    broken(
        Flow::Code,
        "mix-up",
        "Sign in at the thief’s server",
        "The app keeps code and verifier to itself.",
        "The app handed him the code and the verifier. PKCE cannot help where the app itself gives the secret away.",
    ),
    broken(
        Flow::Code,
        "consent",
        "Answer for Ada from another site",
        "The ticket stands in the page, which no other site can read, and her cookie stays at home (SameSite). The flow goes on with her own answer.",
        "",
    ),
    broken(
        Flow::Code,
        "audience",
        "Bring another API’s token",
        "It is genuine, and meant for another API. So no API can use what it is sent at the next one.",
        "",
    ),
    broken(
        Flow::Code,
        "bearer",
        "The thief copies the token",
        "",
        "Another machine, the same token, the same answer. That is what [b|bearer] means: whoever bears it is served, until it expires. Binding a token to its sender (DPoP, RFC 9449) would stop him; it is not in play here.",
    ),
    broken(
        Flow::Refresh,
        "replay",
        "The thief replays the old one",
        "The server cannot tell which of the two is the thief, so the whole family ends: the app’s newest token too. Ada signs in again, and the thief is out.",
        "A grace time for honest mistakes is one for thieves too.",
    ),
    broken(
        Flow::Refresh,
        "widen",
        "Ask for more than was granted",
        "More would take Ada. The refresh token is not used up by the attempt.",
        "",
    ),
    broken(
        Flow::Refresh,
        "wrong-app",
        "Use it as another app",
        "A refresh token belongs to its client. The app’s own family is not touched.",
        "",
    ),
    broken(Flow::Device, "hasty", "Ask too soon", "From now on the TV waits ten seconds between two questions.", ""),
    broken(Flow::Device, "again", "Use the device code again", "It has brought its tokens, once.", ""),
    broken(
        Flow::Device,
        "guesses",
        "Guess user codes",
        "Eight letters of twenty make 25.6 billion codes, and an address may try five a minute.",
        "",
    ),
    broken(
        Flow::Device,
        "phish",
        "Send Ada the thief’s code",
        "",
        "Every message is in order: no check can see that the TV is not Ada’s. Only she can, on the page that asks. Go back to it, and refuse.",
    ),
];

/// What a step is about: its title, and what to see in it. In the order of [`Act`].
pub const ACTS: [(&str, &str); 35] = [
    (
        "The app sends its key",
        "One message, and no protocol before it. The key says which app is calling, and nothing about a user.",
    ),
    ("The thief copies the key", "From a repository, a log, a page’s source: it is one string."),
    (
        "The app asks in its own name",
        "No user, no browser. It proves who it is with its secret, and gets a token without a refresh token: it can always ask again.",
    ),
    (
        "The app looks up the server",
        "Once, at the start. The server tells its addresses, that it knows PKCE, and that it will sign its answers with its name.",
    ),
    (
        "Ada presses Connect",
        "The app makes up a verifier and a state for her browser, keeps both, and sends the browser off with the verifier’s hash.",
    ),
    (
        "The browser asks the server",
        "All that the app wants stands in the address, for everybody to see. So there is no secret in it.",
    ),
    (
        "Ada answers",
        "Out of the app’s sight. Back comes a code that works once, for a minute, and through the browser: it may be seen on the way.",
    ),
    (
        "The browser brings the code",
        "The app compares state with what it gave this browser, and iss with the server that it asked. Only then does it believe the code.",
    ),
    (
        "The app trades the code",
        "Straight to the server, past the browser. The verifier proves that the one who collects is the one who asked.",
    ),
    (
        "The app calls the API",
        "From here on each call is one message, as with a key. The API checks signature, audience, end and scope.",
    ),
    ("The app asks who Ada is", "The token names its user. Whether the app may know takes the scope profile."),
    ("The thief sees the code", "In the browser’s history, a log, or an app that listens on the same address."),
    ("The thief trades the code", "The app is public, so its name is no secret: he simply uses it."),
    ("The thief calls the API", "From another machine. The API looks at the credential, not at who brings it."),
    ("The link is changed on its way", "By an extension in the browser, say."),
    ("The thief sends Ada a link", "It leads to the honest server. Only what stands in it is his."),
    ("The shop’s forgotten page", "It sends the browser on, with all that stood in the address: the code too."),
    ("The code arrives at the thief", "He made the link, so he knows the verifier to it."),
    ("The thief begins a sign-in", "In his own browser, which he then does not let finish."),
    ("The thief answers", "For Bo, whose account he has taken over."),
    ("Ada’s browser is made to open it", "By a link, or by a page that opens it unasked."),
    ("The thief’s server sends her on", "To the honest one, with the app’s own parameters. Ada sees the right page."),
    ("The app hands over the code", "To the server that it believes it asked: the thief’s. With the verifier."),
    ("Another site fills in the form", "A script of that site sends it from Ada’s browser."),
    ("The thief copies the token", "From a log or a memory dump, like any secret."),
    ("The thief copies the refresh token", "From the device, where it is kept."),
    ("An hour later", "The token has ended by itself, and nobody had to do anything."),
    (
        "The app refreshes",
        "No user, no browser. The old refresh token is used up, and a new one comes with the new token.",
    ),
    ("The thief refreshes", "A public client has no secret, so the refresh token is all that he needs."),
    ("The TV begins", "It has no keyboard and no browser. It gets one code for itself and one to show."),
    (
        "The device asks for its tokens",
        "It asks every few seconds, and goes on asking while the server says that it is waiting for the user.",
    ),
    ("Ada opens the page on her phone", "With the code from the screen in the address."),
    ("The thief guesses a code", "Any code that is waiting would do."),
    ("The thief begins, as a TV", "Everybody can: the TV’s name is no secret."),
    ("The thief asks for the tokens", "With his device code, as a TV would."),
];
