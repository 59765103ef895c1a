//! Somebody in front of the portal: what they fill, choose, press and see. Whatever they wait for is something they would see.

use std::{
    path::Path,
    sync::{
        Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use fantoccini::{
    Client, Locator,
    actions::{InputSource as _, MOUSE_BUTTON_LEFT, MouseActions, PointerAction},
    elements::Element,
};
use serde_json::json;

use super::{Browser, Estate, Screen};

/// How long a page may take.
const PATIENCE: Duration = Duration::from_secs(120);
/// How often the page is looked at while something is awaited.
const GLANCE: Duration = Duration::from_millis(20);
/// Where every page must fit, and whether axe-core looks at it there.
const WIDTHS: [(u32, bool); 3] = [(1280, true), (360, true), (320, false)];

/// Somebody, in a window of their own.
pub struct Walker<'a> {
    client: Client,
    browser: &'a Browser,
    screen: Screen,
    axe: Option<&'a str>,
    wrong: Mutex<Vec<String>>,
    gestures: AtomicUsize,
}

impl<'a> Walker<'a> {
    /// Opens a window. `axe`: the text of axe-core, to look at pages with.
    pub async fn open(browser: &'a Browser, screen: Screen, axe: Option<&'a str>) -> Self {
        Self { client: browser.open(screen).await, browser, screen, axe, wrong: Mutex::default(), gestures: AtomicUsize::new(0) }
    }

    /// Closes the window, and tells all that was wrong with the pages looked at.
    pub async fn close(self) {
        self.client.close().await.unwrap();
        let wrong = self.wrong.into_inner().unwrap();
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }

    /// Goes to an address of the portal.
    pub async fn visit(&self, estate: &Estate, path: &str) {
        self.client.goto(&estate.address(path)).await.unwrap();
        self.wait("//main").await;
    }

    /// The path of the page, without its query.
    pub async fn path(&self) -> String {
        self.client.current_url().await.unwrap().path().to_owned()
    }

    /// How many times something was touched: a field, a choice, a button, a link.
    pub fn gestures(&self) -> usize {
        self.gestures.load(Ordering::Relaxed)
    }

    fn touch(&self) {
        self.gestures.fetch_add(1, Ordering::Relaxed);
    }

    /// Fills the field called `name`.
    pub async fn fill(&self, name: &str, value: &str) {
        self.touch();
        let field = self.shown(&format!("//main//*[@name='{name}' and not(@type='hidden')]")).await;
        let kind = field.attr("type").await.unwrap().unwrap_or_default();
        if matches!(kind.as_str(), "date" | "time") {
            let typed = "arguments[0].value = arguments[1]";
            self.client.execute(typed, vec![serde_json::to_value(&field).unwrap(), json!(value)]).await.unwrap();
            return;
        }
        field.clear().await.unwrap();
        field.send_keys(value).await.unwrap();
    }

    /// What the field called `name` holds.
    pub async fn value(&self, name: &str) -> String {
        self.wait(&format!("//main//*[@name='{name}']")).await.prop("value").await.unwrap().unwrap_or_default()
    }

    /// The whole name of the first field whose name begins so.
    pub async fn name_of(&self, start: &str) -> String {
        self.wait(&format!("//main//*[starts-with(@name, '{start}')]")).await.attr("name").await.unwrap().unwrap_or_default()
    }

    /// The names of all the fields whose name begins so, in the order of the page.
    pub async fn names_of(&self, start: &str) -> Vec<String> {
        self.name_of(start).await;
        let mut names = Vec::new();
        for field in self.client.find_all(Locator::XPath(&format!("//main//*[starts-with(@name, '{start}')]"))).await.unwrap() {
            names.extend(field.attr("name").await.unwrap());
        }
        names
    }

    /// Attaches a file to the field called `name`.
    pub async fn attach(&self, name: &str, file: &Path) {
        self.shown(&format!("//main//input[@name='{name}']")).await.send_keys(&file.display().to_string()).await.unwrap();
    }

    /// Draws a stroke on the pad that fills the field called `name`.
    pub async fn draw(&self, name: &str) {
        let pad = self.shown(&format!("//main//form[.//input[@name='{name}']]//canvas")).await;
        let in_view = "arguments[0].scrollIntoView({ block: 'center' })";
        self.client.execute(in_view, vec![serde_json::to_value(&pad).unwrap()]).await.unwrap();
        let move_to = |x: f64, y: f64| PointerAction::MoveToElement { element: pad.clone(), duration: None, x, y };
        let stroke = MouseActions::new("hand".to_owned())
            .then(move_to(-60.0, 20.0))
            .then(PointerAction::Down { button: MOUSE_BUTTON_LEFT })
            .then(move_to(0.0, -30.0))
            .then(move_to(60.0, 20.0))
            .then(PointerAction::Up { button: MOUSE_BUTTON_LEFT });
        self.client.perform_actions(stroke).await.unwrap();
    }

    /// Chooses an answer of `name`, by its code or by words of its label: in a list to unfold, among buttons, or a box to tick.
    pub async fn choose(&self, name: &str, answer: &str) {
        let words = format!("contains(normalize-space(.), \"{answer}\")");
        let listed = format!("//main//select[@name='{name}']//option[@value=\"{answer}\" or {words}]");
        let coded = format!("//main//input[@name='{name}' and @value=\"{answer}\"]");
        let labelled = format!("//main//input[@name='{name}' and @id=//label[{words}]/@for]");
        let choice = self.wait(&format!("{listed} | {coded} | {labelled}")).await;
        if !choice.is_selected().await.unwrap() {
            self.touch();
            choice.click().await.unwrap();
        }
        assert!(choice.is_selected().await.unwrap(), "{answer} was not chosen for {name}");
    }

    /// Finds somebody or something by its name in the list that unfolds under `name`.
    pub async fn pick(&self, name: &str, words: &str) {
        self.fill(&format!("{name}-words"), words).await;
        let option = format!("//ul[@id='{name}-list']/li[contains(normalize-space(.), \"{words}\")]");
        self.shown(&option).await.click().await.unwrap();
        assert!(!self.value(name).await.is_empty(), "{words} was not picked for {name}");
    }

    /// Unfolds what `words` announce.
    pub async fn unfold(&self, words: &str) {
        let summary = format!("//main//details[not(@open)]/summary[contains(normalize-space(.), \"{words}\")]");
        self.touch();
        self.shown(&summary).await.click().await.unwrap();
    }

    /// Presses a button and waits for the next page.
    pub async fn press(&self, label: &str) {
        self.leave_by(&format!("//main//button[not(@disabled) and contains(normalize-space(.), \"{label}\")]")).await;
    }

    /// Follows a link and waits for the next page.
    pub async fn follow(&self, label: &str) {
        self.leave_by(&format!("//main//a[contains(normalize-space(.), \"{label}\")]")).await;
    }

    /// Where the link that says `label` leads.
    pub async fn address(&self, label: &str) -> String {
        let link = self.wait(&format!("//main//a[contains(normalize-space(.), \"{label}\")]")).await;
        link.attr("href").await.unwrap().unwrap_or_default()
    }

    /// Signs out, by the menu.
    pub async fn sign_out(&self) {
        let menu = self.client.find(Locator::XPath("//details[contains(@class, 'menu')]/summary")).await.unwrap();
        if menu.is_displayed().await.unwrap() {
            menu.click().await.unwrap();
        }
        self.leave_by("//form[@action='/deconnexion']/button").await;
    }

    /// Presses a key wherever the focus is.
    pub async fn key(&self, keys: &str) {
        self.client.active_element().await.unwrap().send_keys(keys).await.unwrap();
    }

    /// The name of the field that has the focus.
    pub async fn focused(&self) -> String {
        self.client.active_element().await.unwrap().attr("name").await.unwrap().unwrap_or_default()
    }

    /// Pastes a text wherever the focus is, as if a spreadsheet had been copied.
    pub async fn paste(&self, text: &str) {
        let pasted = "const clipboardData = new DataTransfer(); clipboardData.setData('text/plain', arguments[0]); \
                      document.activeElement.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }))";
        self.client.execute(pasted, vec![json!(text)]).await.unwrap();
    }

    /// Puts a text that holds tabulations in the field called `name`.
    pub async fn put(&self, name: &str, text: &str) {
        let field = self.shown(&format!("//main//*[@name='{name}']")).await;
        let put = "arguments[0].value = arguments[1]";
        self.client.execute(put, vec![serde_json::to_value(&field).unwrap(), json!(text)]).await.unwrap();
    }

    /// Goes on with the tabulator until the element called `name` is reached.
    pub async fn tab_to(&self, name: &str) {
        let mut reached = Vec::new();
        for _ in 0..40 {
            let focused = self.client.active_element().await.unwrap();
            let found = focused.attr("name").await.unwrap().unwrap_or_default();
            if found == name {
                return;
            }
            reached.push(found);
            focused.send_keys("\u{e004}").await.unwrap();
        }
        panic!("{name} is not reached by the keyboard: {reached:?}");
    }

    /// Waits until the page says `words`.
    pub async fn see(&self, words: &str) {
        self.wait(&format!("//main[contains(normalize-space(.), \"{words}\")]")).await;
    }

    /// Waits until something that cannot be done is shown, in grey, under `label`.
    pub async fn see_barred(&self, label: &str) {
        self.wait(&format!("//main//button[@disabled and contains(normalize-space(.), \"{label}\")]")).await;
    }

    /// The page does not say `words`.
    pub async fn see_nothing_of(&self, words: &str) {
        let text = self.text().await;
        assert!(!text.contains(words), "{} says {words}: {text}", self.path().await);
    }

    /// The address is closed: one must sign in, or there is nothing there; and nothing of `words` is told.
    pub async fn is_kept_from(&self, estate: &Estate, path: &str, words: &str) {
        self.visit(estate, path).await;
        let text = self.text().await;
        let source = self.client.source().await.unwrap();
        assert!(!source.contains(words), "{path} tells {words}");
        assert!(["Se connecter", "n’existe pas", "introuvable"].iter().any(|told| text.contains(told)), "{path} is open: {text}");
    }

    /// Looks at the page at every width: it must fit, and axe-core find nothing; what is wrong is told in the end.
    pub async fn look(&self, name: &str) {
        let mut loaded = false;
        let mut wrong = Vec::new();
        for (width, examined) in WIDTHS {
            self.browser.resize(&self.client, (width, 900)).await;
            let measure = "const page = document.documentElement; return [page.scrollWidth - page.clientWidth, page.scrollHeight]";
            let measures = self.client.execute(measure, vec![]).await.unwrap();
            if measures[0] != json!(0) {
                wrong.push(format!("{name} scrolls sideways at {width} pixels"));
            }
            if let Some(axe) = self.axe.filter(|_| examined) {
                if !loaded {
                    self.client.execute(axe, vec![]).await.unwrap();
                    loaded = true;
                }
                let run = "const done = arguments[0]; axe.run(document).then(r => done(r.violations.map(v => v.id + ': ' + v.nodes.map(n => n.target.join(' ')).join(' | '))))";
                let violations = self.client.execute_async(run, vec![]).await.unwrap();
                wrong.extend(violations.as_array().into_iter().flatten().map(|violation| format!("{name} at {width}: {violation}")));
            }
            if let Some(folder) = std::env::var_os("BASSIN_SHOTS").filter(|_| examined) {
                self.browser.resize(&self.client, (width, measures[1].as_u64().unwrap_or(900).clamp(600, 6000))).await;
                let image = self.client.screenshot().await.unwrap();
                std::fs::write(Path::new(&folder).join(format!("e2e-{name}-{width}.png")), image).unwrap();
            }
        }
        self.browser.resize(&self.client, (self.screen.width, u64::from(self.screen.height))).await;
        self.wrong.lock().unwrap().extend(wrong);
    }

    /// What the page says.
    pub async fn text(&self) -> String {
        self.wait("//main").await.text().await.unwrap()
    }

    /// Clicks and waits until the page is another one.
    async fn leave_by(&self, path: &str) {
        let page = self.wait("//body").await;
        self.touch();
        self.shown(path).await.click().await.unwrap();
        let left = async { while page.tag_name().await.is_ok() {} };
        if tokio::time::timeout(PATIENCE, left).await.is_err() {
            panic!("nothing came of {path} on {}", self.story().await);
        }
        self.wait("//main").await;
    }

    async fn wait(&self, path: &str) -> Element {
        match self.client.wait().at_most(PATIENCE / 4).every(GLANCE).for_element(Locator::XPath(path)).await {
            Ok(element) => element,
            Err(error) => panic!("no {path} on {}: {error}", self.story().await),
        }
    }

    /// The first element that is displayed, once there is one.
    async fn shown(&self, path: &str) -> Element {
        self.wait(path).await;
        let found = async {
            loop {
                for element in self.client.find_all(Locator::XPath(path)).await.unwrap() {
                    if element.is_displayed().await.unwrap_or(false) {
                        return element;
                    }
                }
            }
        };
        match tokio::time::timeout(PATIENCE / 4, found).await {
            Ok(element) => element,
            Err(_) => panic!("nothing shown at {path} on {}", self.story().await),
        }
    }

    /// Where one is and what it says, for whoever reads a failure.
    async fn story(&self) -> String {
        let address = self.client.current_url().await.map(String::from).unwrap_or_default();
        let page = match self.client.find(Locator::Css("body")).await {
            Ok(body) => body.text().await.unwrap_or_default(),
            Err(_) => String::new(),
        };
        format!("{address}\n{page}\n")
    }
}
