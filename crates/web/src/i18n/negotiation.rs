//! Which language a request is answered in: `?lang=`, then the cookie, then `Accept-Language`, then French.

use axum::http::{HeaderMap, Uri, header};
use axum_extra::extract::CookieJar;
use bassin_kernel::Language;

/// The cookie that remembers the language.
pub(crate) const COOKIE: &str = "bassin_lang";

/// The language asked for in the address, which is then remembered.
pub(crate) fn chosen(address: &Uri) -> Option<Language> {
    let pairs = address.query().unwrap_or_default().split('&');
    let code = pairs.filter_map(|pair| pair.strip_prefix("lang=")).next_back()?;
    Language::ALL.into_iter().find(|language| language.code() == code)
}

/// The language of the answer.
pub(crate) fn negotiate(address: &Uri, headers: &HeaderMap) -> Language {
    let remembered = || CookieJar::from_headers(headers).get(COOKIE).and_then(|cookie| Language::from_tag(cookie.value()));
    chosen(address).or_else(remembered).or_else(|| preferred(headers)).unwrap_or_default()
}

/// The best of `Accept-Language` by quality, the first named winning ties. A language of quality zero is refused.
fn preferred(headers: &HeaderMap) -> Option<Language> {
    let ranges = headers.get_all(header::ACCEPT_LANGUAGE).iter().filter_map(|value| value.to_str().ok()).flat_map(|value| value.split(','));
    let mut best: Option<(f32, Language)> = None;
    for range in ranges {
        let mut parts = range.split(';').map(str::trim);
        let Some(language) = parts.next().and_then(Language::from_tag) else { continue };
        let quality = parts.find_map(|part| part.strip_prefix("q=")).map_or(Some(1.0), |q| q.parse::<f32>().ok()).unwrap_or(0.0);
        if quality > 0.0 && best.is_none_or(|(known, _)| quality > known) {
            best = Some((quality, language));
        }
    }
    best.map(|(_, language)| language)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn negotiated(address: &'static str, cookie: &'static str, accepted: &'static str) -> Language {
        let mut headers = HeaderMap::new();
        for (name, value) in [(header::COOKIE, cookie), (header::ACCEPT_LANGUAGE, accepted)] {
            if !value.is_empty() {
                headers.insert(name, value.parse().unwrap());
            }
        }
        negotiate(&Uri::from_static(address), &headers)
    }

    #[test]
    fn the_address_wins_over_the_cookie_over_the_browser() {
        assert_eq!(negotiated("/?lang=en", "bassin_lang=fr", "fr"), Language::English);
        assert_eq!(negotiated("/", "bassin_lang=en", "fr"), Language::English);
        assert_eq!(negotiated("/", "", "en"), Language::English);
        assert_eq!(negotiated("/", "", ""), Language::French);
    }

    #[test]
    fn what_is_not_a_language_is_passed_over() {
        assert_eq!(negotiated("/?lang=english", "bassin_lang=xx", "en"), Language::English);
        assert_eq!(negotiated("/?lang=", "", "nl;q=0.9, de"), Language::French);
    }

    #[test]
    fn quality_values_decide() {
        assert_eq!(negotiated("/", "", "fr;q=0.5, en-GB;q=0.8"), Language::English);
        assert_eq!(negotiated("/", "", "de, en;q=0"), Language::French);
        assert_eq!(negotiated("/", "", "en;q=rubbish, fr;q=0.1"), Language::French);
        assert_eq!(negotiated("/", "", "fr, en"), Language::French);
    }
}
