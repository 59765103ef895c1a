//! Addresses inside the portal.

/// `path` with its query: `address("/explorer", &[("p", "departement:67")])`. Pairs with an empty value are left out.
#[must_use]
pub fn address(path: &str, pairs: &[(&str, &str)]) -> String {
    let mut query = form_urlencoded::Serializer::new(String::new());
    for (name, value) in pairs.iter().filter(|(_, value)| !value.is_empty()) {
        query.append_pair(name, value);
    }
    let query = query.finish();
    if query.is_empty() { path.to_owned() } else { format!("{path}?{query}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_encoded_and_empty_ones_left_out() {
        let text = address("/territoires/portrait", &[("p", "departement:08 + commune:\"Sedan\""), ("tri", "")]);
        assert_eq!(text, "/territoires/portrait?p=departement%3A08+%2B+commune%3A%22Sedan%22");
        assert_eq!(address("/", &[]), "/");
    }
}
