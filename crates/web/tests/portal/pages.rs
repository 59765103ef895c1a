//! The frame, the languages, the kit's own pages.

use axum::http::header;

use super::*;

const PAGES: [&str; 7] = ["/bonjour", "/regles", "/nulle-part", "/accessibilite", "/mentions", "/glossaire", "/api"];

#[tokio::test]
async fn pages_are_framed() {
    let body = ask("/bonjour").await.body;
    for part in [
        "<html lang=\"fr\">",
        "<title>A &#38; B · Bassin</title>",
        "<h1>Bonjour Nancy</h1>",
        "href=\"#content\"",
        "<main id=\"content\"",
        "<a href=\"/territoires\" aria-current=\"page\">Territoires</a>",
        "action=\"/recherche\"",
        "href=\"/accessibilite\"",
        "href=\"/glossaire\"",
    ] {
        assert!(body.contains(part), "{part} in {body}");
    }
}

#[tokio::test]
async fn no_style_and_no_script_is_inline() {
    for address in PAGES {
        let body = ask(address).await.body;
        let low = body.to_lowercase();
        assert!(!low.contains("<style") && !low.contains(" style=") && !low.contains("javascript:"), "{address}: {body}");
        assert_eq!(low.matches("<script").count(), low.matches("<script type=\"module\" src=\"/assets/").count(), "{address}");
        let handler = low.match_indices(" on").find(|(at, _)| low[at + 3..].chars().take_while(|c| *c != ' ').any(|c| c == '='));
        assert!(handler.is_none(), "{address}: {body}");
    }
}

#[tokio::test]
async fn pages_hold_one_title_and_no_missing_message() {
    let catalogue = Catalogue::new(&[]);
    for address in PAGES {
        for language in ["fr", "en"] {
            let body = ask(&format!("{address}?lang={language}")).await.body;
            assert_eq!(body.matches("<h1>").count(), 1, "{address}: {body}");
            let words = body.split(|c: char| !(c.is_ascii_alphanumeric() || c == '-'));
            let keys: Vec<&str> = words.filter(|word| word.contains('-') && catalogue.has(word, Language::French)).collect();
            let names_of_problems = |word: &&&str| !word.starts_with("problem-");
            assert_eq!(keys.iter().filter(names_of_problems).count(), 0, "{address}: {keys:?}");
        }
    }
}

#[tokio::test]
async fn the_language_is_chosen_once_and_remembered() {
    let chosen = ask("/bonjour?lang=en&x=1").await;
    assert!(chosen.body.contains("<html lang=\"en\">") && chosen.body.contains("Hello Nancy"), "{}", chosen.body);
    assert_eq!(chosen.header("content-language"), "en");
    let cookie = chosen.header("set-cookie");
    assert!(cookie.starts_with("bassin_lang=en;") && cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax"), "{cookie}");
    let remembered = ask_with("/bonjour", &[(header::COOKIE, "bassin_lang=en")]).await;
    assert!(remembered.body.contains("Hello Nancy") && !remembered.headers.contains_key("set-cookie"));
    assert!(chosen.body.contains("href=\"/bonjour?x=1&#38;lang=fr\""), "{}", chosen.body);
    let unknown = ask("/bonjour?lang=nl").await;
    assert!(unknown.body.contains("Bonjour Nancy") && !unknown.headers.contains_key("set-cookie"));
}

#[tokio::test]
async fn answers_vary_with_the_language() {
    let vary =
        ask("/bonjour").await.headers.get_all(header::VARY).iter().map(|value| value.to_str().unwrap().to_owned()).collect::<String>();
    assert!(vary.contains("accept-language") && vary.contains("cookie"), "{vary}");
}

#[tokio::test]
async fn the_api_is_documented_in_json_and_in_words() {
    let document = ask("/api/v1/openapi.json").await.json();
    assert_eq!((&document["openapi"], &document["info"]["title"]), (&"3.1.0".into(), &"Bassin".into()));
    let answers = &document["paths"]["/api/v1/zones/{zone}"]["get"]["responses"];
    assert_eq!(answers["default"]["content"]["application/problem+json"]["schema"]["$ref"], "#/components/schemas/Problem");
    assert!(document["components"]["schemas"]["Problem"]["properties"]["violations"].is_object());
    let page = ask_with("/api", &[(header::HOST, "bassin.example:8080")]).await.body;
    assert!(page.contains("curl &#39;http://bassin.example:8080/api/v1/zones/departement:08&#39;"), "{page}");
    assert!(page.contains("id=\"problem-not-found\""), "{page}");
    let hostile = ask_with("/api", &[(header::HOST, "x';rm -rf;'")]).await.body;
    assert!(!hostile.contains("rm -rf"), "{hostile}");
}

#[tokio::test]
async fn without_words_there_is_no_glossary() {
    assert!(ask("/glossaire").await.body.contains("<div id=\"epci\"><dt>EPCI</dt><dd>Groupement de communes</dd></div>"));
    let bare = Shell { glossary: Vec::new(), ..settings() };
    let request = axum::http::Request::get("/glossaire").body(Body::empty()).unwrap();
    let answer = send(portal_with(bare), request).await;
    assert_eq!(answer.status, StatusCode::NOT_FOUND);
    assert!(!answer.body.contains("href=\"/glossaire\""), "{}", answer.body);
}

/// The keys written out in the kit's sources and templates: `t("…")`, `t_with("…"`.
fn keys_used() -> Vec<String> {
    let mut keys = Vec::new();
    for folder in ["src", "src/chart", "src/forms", "src/openapi", "templates"] {
        for file in std::fs::read_dir(format!("{}/{folder}", env!("CARGO_MANIFEST_DIR"))).unwrap() {
            let Ok(text) = std::fs::read_to_string(file.unwrap().path()) else { continue };
            let text = text.split("#[cfg(test)]").next().unwrap();
            for call in ["t(\"", "t_with(\""] {
                let code = text.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n");
                let after = code.match_indices(&format!(".{call}")).map(|(at, found)| at + found.len()).collect::<Vec<_>>();
                keys.extend(after.into_iter().filter_map(|at| code[at..].split('"').next().map(str::to_owned)));
            }
        }
    }
    keys
}

#[test]
fn every_message_used_exists_and_every_message_is_used() {
    let catalogue = Catalogue::new(&[]);
    let used = keys_used();
    assert!(used.len() > 50, "{}", used.len());
    let missing: Vec<&String> =
        used.iter().filter(|key| !catalogue.has(key, Language::French) || !catalogue.has(key, Language::English)).collect();
    assert!(missing.is_empty(), "{missing:?}");
    let written = include_str!("../../locales/fr.ftl").lines().filter_map(|line| line.split_once(" = ")).map(|(key, _)| key);
    let built = ["problem-", "api-place-"]; // put together from a status, from a place
    let idle: Vec<&str> = written
        .filter(|key| !key.starts_with(' ') && !built.iter().any(|start| key.starts_with(start)) && !used.iter().any(|one| one == key))
        .collect();
    assert!(idle.is_empty(), "{idle:?}");
}

/// The contrast of two colours (WCAG 2.2, 1.4.3).
fn contrast(one: &str, other: &str) -> f64 {
    let luminance = |colour: &str| {
        let channel = |at: usize| {
            let value = f64::from(u8::from_str_radix(&colour[at..at + 2], 16).unwrap()) / 255.0;
            if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
        };
        0.2126f64.mul_add(channel(1), 0.7152f64.mul_add(channel(3), 0.0722 * channel(5)))
    };
    let (a, b) = (luminance(one), luminance(other));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

#[test]
fn texts_and_controls_contrast_with_their_ground_in_both_themes() {
    let style = include_str!("../../assets/bassin.css");
    let themes: Vec<&str> = style.split(":root {").skip(1).map(|theme| theme.split('}').next().unwrap()).collect();
    assert_eq!(themes.len(), 2);
    for theme in themes {
        let colour = |name: &str| {
            let start = theme.find(&format!("--{name}: #")).unwrap_or_else(|| panic!("{name}")) + name.len() + 4;
            &theme[start..start + 7]
        };
        let mut texts: Vec<(&str, &str)> = Vec::new();
        for ground in ["paper", "surface", "sunk"] {
            texts.extend(["ink", "ink-2", "ink-3", "accent-ink", "d1", "d2", "d3", "d4", "bad", "good"].map(|ink| (ink, ground)));
        }
        texts.extend([
            ("good", "good-soft"),
            ("warn", "warn-soft"),
            ("bad", "bad-soft"),
            ("ink-2", "unknown-soft"),
            ("accent-ink", "accent-soft"),
        ]);
        texts.extend([
            ("ink", "warn-soft"),
            ("ink", "bad-soft"),
            ("accent-ink", "warn-soft"),
            ("accent-ink", "bad-soft"),
            ("on-accent", "accent"),
        ]);
        for (ink, ground) in texts {
            let ratio = contrast(colour(ink), colour(ground));
            assert!(ratio >= 4.5, "{ink} on {ground}: {ratio:.2}");
        }
        for (edge, ground) in [("edge", "paper"), ("edge", "surface"), ("focus", "paper"), ("focus", "surface"), ("accent", "paper")] {
            let ratio = contrast(colour(edge), colour(ground));
            assert!(ratio >= 3.0, "{edge} on {ground}: {ratio:.2}");
        }
        let ramp: Vec<f64> = (0..6).map(|class| contrast(colour(&format!("c{class}")), colour("paper"))).collect();
        assert!(ramp.windows(2).all(|pair| pair[1] > pair[0] * 1.2), "{ramp:?}");
    }
}
