//! The demo's longer words: what each step is about, and what there is to learn from each way to break a flow.

/// A way to break a flow.
pub struct Broken {
    /// What its button says.
    pub label: &'static str,
    /// What there is to learn if it is stopped.
    pub stopped: &'static str,
    /// What there is to learn if it succeeds.
    pub taken: &'static str,
}

const fn broken(label: &'static str, stopped: &'static str, taken: &'static str) -> Broken {
    Broken { label, stopped, taken }
}

/// In the order of `Sabotage::ALL`.
pub const SABOTAGES: [Broken; 28] = [
    broken(
        "The thief copies the key",
        "",
        "The API cannot tell his call from the app’s. The key works for both, until somebody revokes it.",
    ),
    broken("Put the key in the URL", "URLs end up in logs. The key counts as leaked from now on.", ""),
    broken("Ask the key who the user is", "Nobody asked Ada, so the key cannot name her.", ""),
    broken("Send a wrong secret", "Only the secret proves who the client is.", ""),
    broken("Send no secret", "A client that has a secret is not believed on its name alone.", ""),
    broken(
        "Ask for a user’s profile",
        "A client that acts for itself gets only what is its own. Ada’s profile needs Ada’s consent.",
        "",
    ),
    broken(
        "The thief reads the code",
        "The code went through the browser, but the verifier never did, and the server wants both. The app goes on unharmed.",
        "He was first, and the app’s own exchange comes too late. Without PKCE, whoever holds the code gets the token.",
    ),
    broken(
        "He makes up a verifier too",
        "It would have to hash to the challenge, and nobody can guess 43 random characters. The app goes on unharmed.",
        "Without PKCE nobody asks him for a verifier.",
    ),
    broken(
        "Strip PKCE from the link",
        "The server gives no code without a challenge, so there is nothing to steal.",
        "There was no challenge to answer, so the code alone was enough.",
    ),
    broken(
        "Downgrade PKCE to plain",
        "With plain, the challenge [b|is] the verifier. Whoever reads the link could answer it, so this server knows S256 only.",
        "",
    ),
    broken(
        "Send the same code twice",
        "There are two senders, so one may be a thief. The refresh token of the first ends at once. Its access token works until it expires, because the API does not ask.",
        "",
    ),
    broken(
        "Wait a minute too long",
        "A minute is enough for a redirect, and too short for whoever finds the code in a log.",
        "",
    ),
    broken(
        "Use the code as another app",
        "A code belongs to the client that it was made for. The app goes on unharmed.",
        "",
    ),
    broken(
        "Change redirect_uri in the link",
        "The browser stays on the server’s page, because the server sends no code to an address that nobody registered.",
        "The address began like the registered one, and the shop has a page there that sends people on. PKCE did not help: the challenge was the thief’s own.",
    ),
    broken(
        "Change redirect_uri at the exchange",
        "The code was sent to one address. Whoever names another did not get it there.",
        "",
    ),
    broken(
        "Drop state on the way back",
        "Without it the app cannot tell this answer from one to somebody else’s question.",
        "",
    ),
    broken(
        "Slip Ada the thief’s own code",
        "This sign-in was begun in another browser, the thief’s.",
        "The thief has taken over Bo’s account, so he can read what she saves there.",
    ),
    broken(
        "Sign in at the thief’s server",
        "The app keeps code and verifier to itself.",
        "The app handed him the code and the verifier. PKCE cannot help where the app itself gives the secret away.",
    ),
    broken(
        "Answer for Ada from another site",
        "The ticket stands in the page, which no other site can read, and her browser does not send the cookie (SameSite). The flow goes on with her own answer.",
        "",
    ),
    broken(
        "Bring another API’s token",
        "The token is genuine, but it was made for another API. So no API can use a token it receives at another one.",
        "",
    ),
    broken(
        "The thief copies the token",
        "",
        "Another machine sends the same token and gets the same answer. That is what [b|bearer] means: the token works for whoever has it, until it expires. Binding it to its sender (DPoP, RFC 9449) would stop him, but this flow does not.",
    ),
    broken(
        "The thief replays the old one",
        "The server cannot tell which of the two is the thief, so the whole family ends, with the app’s newest token. Ada signs in again, and the thief is out.",
        "Time that is allowed for honest mistakes helps thieves, too.",
    ),
    broken(
        "Ask for more than was granted",
        "Only Ada can grant more. The attempt does not use the refresh token up.",
        "",
    ),
    broken("Use it as another app", "A refresh token belongs to its client. The app’s own family is not touched.", ""),
    broken("Ask too soon", "From now on the TV waits ten seconds between two questions.", ""),
    broken("Use the device code again", "It works once, and has brought its tokens already.", ""),
    broken(
        "Guess user codes",
        "Eight letters of twenty make 25.6 billion codes, and an address may try five a minute.",
        "",
    ),
    broken(
        "Send Ada the thief’s code",
        "",
        "Every message is in order, so no check can see that the TV is not Ada’s. Only Ada can see it, on the page that asks. Go back to it, and refuse.",
    ),
];

/// What a step is about: its title, and what to see in it. In the order of `Act`.
pub const ACTS: [(&str, &str); 35] = [
    ("The app sends its key", "One message is enough. The key says which app is calling, and nothing about a user."),
    ("The thief copies the key", "He finds it in a repository, a log or a page’s source. It is just a string."),
    (
        "The app asks in its own name",
        "No user and no browser are needed. The app proves who it is with its secret, and gets a token without a refresh token, because it can always ask again.",
    ),
    (
        "The app looks up the server",
        "The app does this once, at the start. The server tells its addresses, that it knows PKCE, and that it will sign its answers with its name.",
    ),
    (
        "Ada presses Connect",
        "The app makes up a verifier and a state for her browser, keeps both, and sends the browser off with the verifier’s hash.",
    ),
    (
        "The browser asks the server",
        "All that the app wants stands in the address, where everybody can see it. So there is no secret in it.",
    ),
    (
        "Ada answers",
        "The app cannot see this. A code comes back that works once, within a minute. It comes through the browser, so somebody may see it on the way.",
    ),
    (
        "The browser brings the code",
        "The app compares state with what it gave this browser, and iss with the server that it asked. Only then does it believe the code.",
    ),
    (
        "The app trades the code",
        "The app asks the server directly, without the browser. The verifier proves that whoever brings the code also asked for it.",
    ),
    (
        "The app calls the API",
        "From now on each call is one message, as with a key. The API checks signature, audience, end and scope.",
    ),
    ("The app asks who Ada is", "The token names its user. The app needs the scope profile to ask for the name."),
    ("The thief sees the code", "In the browser’s history, a log, or an app that listens on the same address."),
    ("The thief trades the code", "The app is public, so its name is no secret, and he simply uses it."),
    (
        "The thief calls the API",
        "He calls from another machine. The API looks at the credential, not at who brings it.",
    ),
    ("The link is changed on its way", "An extension in the browser can do this, for example."),
    ("The thief sends Ada a link", "It leads to the honest server, but with the thief’s parameters."),
    (
        "The shop’s forgotten page",
        "It sends the browser on with all that stood in the address, and the code stood there.",
    ),
    ("The code arrives at the thief", "He made the link, so he knows the verifier to it."),
    ("The thief begins a sign-in", "He does it in his own browser, and stops before the end."),
    ("The thief answers", "He answers for Bo, whose account he has taken over."),
    ("Ada’s browser is made to open it", "A link does this, or a page that opens it without asking."),
    (
        "The thief’s server sends her on",
        "It sends her to the honest server, with the app’s own parameters. Ada sees the right page.",
    ),
    (
        "The app hands over the code",
        "It sends code and verifier to the server that it believes it asked, which is the thief’s.",
    ),
    ("Another site fills in the form", "A script of that site sends it from Ada’s browser."),
    ("The thief copies the token", "He finds it in a log or a memory dump, like any secret."),
    ("The thief copies the refresh token", "He finds it on the device, where it is kept."),
    ("An hour later", "The token has ended by itself, and nobody had to do anything."),
    (
        "The app refreshes",
        "No user and no browser are needed. The old refresh token is used up, and a new one comes with the new token.",
    ),
    ("The thief refreshes", "A public client has no secret, so the refresh token is all that he needs."),
    ("The TV begins", "It has no keyboard and no browser. It gets one code for itself and one to show."),
    (
        "The device asks for its tokens",
        "It asks every few seconds, and goes on asking while the server says that it is waiting for the user.",
    ),
    ("Ada opens the page on her phone", "The code from the screen stands in the address."),
    ("The thief guesses a code", "Any code that is waiting would do."),
    ("The thief begins, as a TV", "Everybody can do this, because the TV’s name is no secret."),
    ("The thief asks for the tokens", "He asks with his device code, as a TV would."),
];
