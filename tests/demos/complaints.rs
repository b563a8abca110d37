//! What a link gives is anybody's. Where a demo says what it could not read in one, it says it as text, whatever marks
//! and tags stand in it.

use key_vs_token::{
    demos::{
        access_matrix::model::Matrix, jobs::model::Jobs, leaks::model::Leaks, lifecycle::model::Lifecycle,
        protocols::model::Protocols, purpose::model::Purpose, security::model::Security,
        twenty_seconds::model::TwentySeconds, workbench::model::Workbench,
    },
    ui::live::Demo,
};

fn demos() -> Vec<Box<dyn Demo>> {
    vec![
        Box::new(Security::default()),
        Box::new(Purpose::default()),
        Box::new(Jobs::default()),
        Box::new(Lifecycle::default()),
        Box::new(Protocols::default()),
        Box::new(Matrix::default()),
        Box::new(Leaks::default()),
        Box::new(TwentySeconds::default()),
        Box::new(Workbench::default()),
    ]
}

/// The list of complaints, as HTML, without the tags that a complaint is made of.
fn complaints(demo: &dyn Demo) -> String {
    let html = demo.picture();
    let (_, list) = html.split_once("class=\"complaints\"").expect("every demo has room for complaints");
    let (_, list) = list.split_once("<ul").and_then(|(_, list)| list.split_once('>')).expect("it is a list");
    let (list, _) = list.split_once("</ul>").expect("it ends");
    let own = ["<li>", "</li>", "<code translate=\"no\" class=\"code\">", "</code>"];
    own.iter().fold(list.to_owned(), |list, tag| list.replace(tag, ""))
}

#[test]
fn a_complaint_shows_what_a_link_gives_as_plain_text() {
    for mut demo in demos() {
        let name = demo.name();
        for (given, shown) in [
            ("seed=x][thief|HACKED]", "seed=x][thief|HACKED] makes no sense"),
            ("seed=[b|x][no|y]", "seed=[b|x][no|y] makes no sense"),
            ("seed=<b>x</b>", "seed=&lt;b&gt;x&lt;/b&gt; makes no sense"),
            ("a][thief|HACKED]=1", "sets a][thief|HACKED], which"),
            ("<img onerror=1", "sets &lt;img onerror, which"),
        ] {
            assert!(demo.follow(&format!("#{name}?{given}")), "{name}");
            let list = complaints(&*demo);
            assert!(list.contains(shown) && !list.contains('<'), "{name}: {given}: {list}");
        }
    }
}
