//! The portal as people use it, in Debian's Chromium: with and without JavaScript, wide and narrow, checked by axe-core.
//!
//! Needs `chromium` and `chromedriver`; axe-core comes from its npm package. What is absent is said, and skipped.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "helpers of tests, where a failure must stop the test"
)]

mod life;
mod plan;
mod report;
mod signature;
mod support;

use fantoccini::{Client, Locator, elements::Element, wd::PrintConfiguration};
use serde_json::json;
use support::{Browser, Portal, Screen};

const WIDE: Screen = Screen { width: 1280, height: 900, scripts: true };
const NARROW: Screen = Screen { width: 360, height: 740, scripts: true };
const SMALL: Screen = Screen { width: 320, height: 640, scripts: true };
const PLAIN: Screen = Screen { width: 1280, height: 900, scripts: false };
const NARROW_PLAIN: Screen = Screen { width: 360, height: 740, scripts: false };

async fn element(client: &Client, css: &str) -> Element {
    client.wait().for_element(Locator::Css(css)).await.unwrap_or_else(|error| panic!("no {css}: {error}"))
}

async fn text(client: &Client, css: &str) -> String {
    element(client, css).await.text().await.unwrap()
}

/// Waits until an element of `tag` says `words`: a click may return before the next page is there.
async fn says(client: &Client, tag: &str, words: &str) {
    let path = format!("//{tag}[contains(normalize-space(.), '{words}')]");
    client.wait().for_element(Locator::XPath(&path)).await.unwrap_or_else(|error| panic!("no {tag} says {words}: {error}"));
}

/// Home, search, portrait, another perimeter, export: the same walk whatever the screen.
async fn walk(client: &Client, portal: &Portal) {
    client.goto(&portal.address("/")).await.unwrap();
    element(client, "main input[type=search]").await.send_keys("Strasbourg").await.unwrap();
    element(client, "main .search button").await.click().await.unwrap();
    client.wait().for_element(Locator::LinkText("Strasbourg")).await.unwrap().click().await.unwrap();
    says(client, "h1", "Strasbourg").await;
    assert!(client.current_url().await.unwrap().as_str().contains("FR-67482"));

    element(client, ".btn.primary").await.click().await.unwrap();
    let field = element(client, "#p").await;
    field.clear().await.unwrap();
    field.send_keys("departement:67 + commune:FR-88413").await.unwrap();
    element(client, "form.compose button").await.click().await.unwrap();
    says(client, "section/p", "515 communes").await;
    element(client, ".head .btn.primary").await.click().await.unwrap();
    says(client, "p[@class='lede']", "515 communes").await;

    let csv = client.find(Locator::LinkText("CSV")).await.unwrap().attr("href").await.unwrap().unwrap();
    let rows = portal.get(&csv);
    assert!(!portal.has_real_data() || rows.contains("departement:67"), "the export is of the same perimeter");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_visitor_goes_from_home_to_an_export() {
    let Some(browser) = Browser::find() else { return };
    let portal = Portal::start();
    for screen in [WIDE, NARROW, PLAIN, NARROW_PLAIN] {
        let client = browser.open(screen).await;
        walk(&client, &portal).await;
        client.close().await.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn no_page_scrolls_sideways_and_axe_core_is_silent() {
    let Some(browser) = Browser::find() else { return };
    let portal = Portal::start();
    let axe = support::axe();
    for screen in [WIDE, NARROW, SMALL] {
        let client = browser.open(screen).await;
        for path in portal.pages() {
            client.goto(&portal.address(path)).await.unwrap();
            let overflow =
                client.execute("return document.documentElement.scrollWidth - document.documentElement.clientWidth", vec![]).await.unwrap();
            assert_eq!(overflow, json!(0), "{path} scrolls sideways at {} pixels", screen.width);
            if let Some(axe) = axe.as_ref().filter(|_| screen.width != SMALL.width) {
                client.execute(axe, vec![]).await.unwrap();
                let run = "const done = arguments[0]; axe.run(document).then(r => done(r.violations.map(v => v.id + ': ' + v.nodes.map(n => n.target.join(' ')).join(' | '))))";
                let violations = client.execute_async(run, vec![]).await.unwrap();
                assert_eq!(violations, json!([]), "{path} at {} pixels", screen.width);
            }
        }
        client.close().await.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_keyboard_reaches_content_search_and_navigation() {
    let Some(browser) = Browser::find() else { return };
    let portal = Portal::start();
    let client = browser.open(WIDE).await;
    client.goto(&portal.address("/territoires")).await.unwrap();
    let mut reached = Vec::new();
    for _ in 0..12 {
        let focused = client
            .execute("return (document.activeElement.getAttribute('href') || document.activeElement.name || '') + ''", vec![])
            .await
            .unwrap();
        reached.push(focused.as_str().unwrap_or_default().to_owned());
        element(&client, "body").await.send_keys("\u{e004}").await.unwrap();
    }
    for wanted in ["#content", "/", "q", "/territoires"] {
        assert!(reached.iter().any(|focused| focused == wanted), "{wanted} not reached: {reached:?}");
    }
    client.close().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn english_readers_read_english() {
    let Some(browser) = Browser::find() else { return };
    let portal = Portal::start();
    let client = browser.open(WIDE).await;
    client.goto(&portal.address("/territoires/portrait?p=departement%3A67")).await.unwrap();
    client.find(Locator::LinkText("English")).await.unwrap().click().await.unwrap();
    says(&client, "p[@class='kicker']", "erritory portrait").await;
    client.goto(&portal.address("/territoires")).await.unwrap();
    assert_eq!(text(&client, "h1").await, "Territories", "the choice is kept");
    client.close().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_portrait_prints_as_a_document() {
    let Some(browser) = Browser::find() else { return };
    let portal = Portal::start();
    let client = browser.open(WIDE).await;
    client.goto(&portal.address("/territoires/portrait?p=departement%3A67&lang=fr")).await.unwrap();
    let pdf = client.print(PrintConfiguration::default()).await.unwrap();
    assert!(pdf.starts_with(b"%PDF"), "a PDF is made");
    client.close().await.unwrap();
    let Some(words) = support::words(&pdf) else { return };
    assert!(words.contains("Bas-Rhin") && words.contains("departement:67"), "{words}");
    assert!(!portal.has_real_data() || words.contains("Sources"), "{words}");
    for interface in ["Modifier le périmètre", "Copier l’adresse", "Explorer", "Chercher", "Mentions et licence"] {
        assert!(!words.contains(interface), "{interface} is printed");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn picking_on_the_map_keeps_the_page() {
    let Some(browser) = Browser::find() else { return };
    let portal = Portal::start();
    if !portal.has_real_data() {
        return;
    }
    let client = browser.open(WIDE).await;
    client.goto(&portal.address("/territoires/perimetre")).await.unwrap();
    let pick =
        "window.kept = true; document.querySelector('.map a').dispatchEvent(new MouseEvent('click', {bubbles: true, cancelable: true}))";
    client.execute(pick, vec![]).await.unwrap();
    assert!(!text(&client, "#result").await.is_empty(), "the perimeter picked is shown");
    assert_eq!(client.execute("return window.kept", vec![]).await.unwrap(), json!(true), "the page was not loaded again");
    assert!(client.current_url().await.unwrap().query().unwrap_or_default().starts_with("p="), "the address is the perimeter's");
    client.close().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_long_list_is_filtered_as_one_types() {
    let Some(browser) = Browser::find() else { return };
    let portal = Portal::start();
    let client = browser.open(NARROW).await;
    client.goto(&portal.address("/indicateurs")).await.unwrap();
    let count = "return [...document.querySelectorAll('#catalogue li')].filter(item => item.checkVisibility()).length";
    let before = client.execute(count, vec![]).await.unwrap().as_u64().unwrap();
    element(&client, ".filter input").await.send_keys("chomage").await.unwrap();
    let after = client.execute(count, vec![]).await.unwrap().as_u64().unwrap();
    assert!(after > 0 && after < before, "{after} of {before}");
    client.close().await.unwrap();
}
