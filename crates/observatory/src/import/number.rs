//! Decimal texts to fixed-point integers, exactly: no figure goes through a binary fraction.

/// A figure read from a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Parsed {
    /// The figure times ten to the number of decimals kept.
    pub value: i64,
    /// Whether the text had more decimals than are kept.
    pub rounded: bool,
}

/// Why a text is not a figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotANumber {
    /// It is something else.
    Text,
    /// It is written with the other decimal mark.
    OtherMark,
    /// It is too large to be held.
    TooLarge,
}

/// Reads `text`, keeping `decimals` decimals and rounding half to even. Accepted: a sign, spaces that group thousands, the decimal
/// `mark`, an exponent (`1e-05`).
pub fn parse(text: &str, mark: u8, decimals: u8) -> Result<Parsed, NotANumber> {
    let (negative, digits) = match text.as_bytes() {
        [b'-', rest @ ..] => (true, rest),
        [b'+', rest @ ..] => (false, rest),
        [0xE2, 0x88, 0x92, rest @ ..] => (true, rest),
        all => (false, all),
    };
    let magnitude = plain(digits, mark, decimals).map_or_else(|| general(digits, mark, decimals), Ok)?;
    let value = if negative { -magnitude.value } else { magnitude.value };
    Ok(Parsed { value, rounded: magnitude.rounded })
}

/// The common case: at most 18 digits and a mark. `None` for anything else.
fn plain(text: &[u8], mark: u8, decimals: u8) -> Option<Parsed> {
    if text.len() > 19 || !text.first()?.is_ascii_digit() {
        return None;
    }
    let mut value = 0_i64;
    let mut at = 0;
    while let Some(digit) = text.get(at).and_then(|byte| digit(*byte)) {
        value = value * 10 + digit;
        at += 1;
    }
    let mut kept = 0;
    if at < text.len() {
        if text[at] != mark || at + 1 == text.len() {
            return None;
        }
        at += 1;
        while kept < decimals
            && let Some(digit) = text.get(at).and_then(|byte| digit(*byte))
        {
            value = value * 10 + digit;
            at += 1;
            kept += 1;
        }
    }
    let rest = &text[at..];
    if !rest.iter().all(u8::is_ascii_digit) {
        return None;
    }
    let value = value.checked_mul(10_i64.pow(u32::from(decimals - kept)))?;
    Some(rounded(value, rest))
}

fn digit(byte: u8) -> Option<i64> {
    byte.is_ascii_digit().then(|| i64::from(byte - b'0'))
}

/// `value` and the digits that follow it, rounded half to even.
fn rounded(value: i64, rest: &[u8]) -> Parsed {
    let beyond = rest.iter().skip(1).any(|&byte| byte != b'0');
    let up = match rest.first() {
        None | Some(b'0'..=b'4') => false,
        Some(b'5') => beyond || value % 2 == 1,
        Some(_) => true,
    };
    Parsed { value: value + i64::from(up), rounded: rest.iter().any(|&byte| byte != b'0') }
}

/// Grouped thousands, exponents, long texts.
fn general(text: &[u8], mark: u8, decimals: u8) -> Result<Parsed, NotANumber> {
    let text = std::str::from_utf8(text).map_err(|_| NotANumber::Text)?;
    let (mantissa, exponent) = match text.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, exponent.parse::<i32>().ok().filter(|e| e.abs() <= 400).ok_or(NotANumber::Text)?),
        None => (text, 0),
    };
    let (whole, fraction) = match mantissa.split_once(char::from(mark)) {
        Some((whole, fraction)) => (whole, fraction),
        None => (mantissa, ""),
    };
    let other = if mark == b'.' { ',' } else { '.' };
    let Some(whole) = ungrouped(whole).filter(|whole| !whole.is_empty() || !fraction.is_empty()) else {
        let swapped: String = text.chars().map(|letter| if letter == other { char::from(mark) } else { letter }).collect();
        let is_other =
            text.matches(other).count() == 1 && !text.contains(char::from(mark)) && general(swapped.as_bytes(), mark, decimals).is_ok();
        return Err(if is_other { NotANumber::OtherMark } else { NotANumber::Text });
    };
    if !fraction.bytes().all(|byte| byte.is_ascii_digit()) || (mantissa.contains(char::from(mark)) && fraction.is_empty()) {
        return Err(NotANumber::Text);
    }
    shifted(&(whole.clone() + fraction), whole.len(), exponent + i32::from(decimals))
}

/// The digits of a whole part whose thousands may be grouped by spaces; `None` when it is something else.
fn ungrouped(whole: &str) -> Option<String> {
    if whole.bytes().all(|byte| byte.is_ascii_digit()) {
        return Some(whole.to_owned());
    }
    let groups: Vec<&str> = whole.split([' ', '\u{a0}', '\u{202f}']).collect();
    let lengths = groups.iter().skip(1).all(|group| group.len() == 3) && groups.first().is_some_and(|first| (1..=3).contains(&first.len()));
    let joined = groups.concat();
    (lengths && joined.bytes().all(|byte| byte.is_ascii_digit())).then_some(joined)
}

/// `digits` with the mark after `whole` of them, times ten to `shift`, rounded.
fn shifted(digits: &str, whole: usize, shift: i32) -> Result<Parsed, NotANumber> {
    let point = i64::try_from(whole).unwrap_or(i64::MAX).saturating_add(i64::from(shift));
    let kept = usize::try_from(point).unwrap_or(0);
    let padded = format!("{digits:0<kept$}");
    let zeros = "0".repeat(usize::try_from(-point).unwrap_or(0));
    let (before, after) = padded.split_at(kept.min(padded.len()));
    let significant = before.trim_start_matches('0');
    if significant.len() > 18 {
        return Err(NotANumber::TooLarge);
    }
    let value = if significant.is_empty() { 0 } else { significant.parse().map_err(|_| NotANumber::Text)? };
    Ok(rounded(value, format!("{zeros}{after}").as_bytes()))
}

/// A bound of a descriptor, scaled.
#[expect(clippy::cast_possible_truncation, reason = "a float cast saturates, and a bound beyond the range of figures never binds")]
pub fn scaled(bound: f64, decimals: u8) -> i64 {
    (bound * 10_f64.powi(i32::from(decimals))).round() as i64
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn value(text: &str, decimals: u8) -> i64 {
        parse(text, b'.', decimals).unwrap().value
    }

    #[test]
    fn reads_what_files_hold() {
        assert_eq!(value("468.334839973719", 6), 468_334_840);
        assert_eq!(value("776.000000000003", 6), 776_000_000);
        assert_eq!(value("0", 0), 0);
        assert_eq!(value("-17.1", 1), -171);
        assert_eq!(value("+3", 1), 30);
        assert_eq!(value("−0.5", 1), -5);
        assert_eq!(value("1 234 567.5", 1), 12_345_675);
        assert_eq!(value("1\u{202f}234", 0), 1_234);
        assert_eq!(value("1e-05", 6), 10);
        assert_eq!(value("1.5E3", 0), 1_500);
        assert_eq!(value(".5", 1), 5);
        assert_eq!(parse("5,7", b',', 1), Ok(Parsed { value: 57, rounded: false }));
        assert_eq!(value("0000000000000000000000012.5", 1), 125);
    }

    #[test]
    fn rounds_half_to_even_and_says_so() {
        assert_eq!(parse("0.5", b'.', 0), Ok(Parsed { value: 0, rounded: true }));
        assert_eq!(parse("1.5", b'.', 0), Ok(Parsed { value: 2, rounded: true }));
        assert_eq!(parse("2.5000", b'.', 0), Ok(Parsed { value: 2, rounded: true }));
        assert_eq!(parse("2.50001", b'.', 0), Ok(Parsed { value: 3, rounded: true }));
        assert_eq!(parse("2.0000", b'.', 0), Ok(Parsed { value: 2, rounded: false }));
        assert_eq!(parse("4e-1", b'.', 0), Ok(Parsed { value: 0, rounded: true }));
        assert_eq!(parse("6e-1", b'.', 0), Ok(Parsed { value: 1, rounded: true }));
        assert_eq!(parse("9e-300", b'.', 0), Ok(Parsed { value: 0, rounded: true }));
    }

    #[test]
    fn refuses_the_rest_and_knows_the_other_mark() {
        for text in ["", "-", "abc", "1.2.3", "1 23", "1..", "1.", ".", "12-3", "1e", "e5", "0x10", "NaN", "inf", "1 234 5", "--1"] {
            assert_eq!(parse(text, b'.', 2), Err(NotANumber::Text), "{text}");
        }
        assert_eq!(parse("5,7", b'.', 2), Err(NotANumber::OtherMark));
        assert_eq!(parse("5.7", b',', 2), Err(NotANumber::OtherMark));
        assert_eq!(parse("1e30", b'.', 2), Err(NotANumber::TooLarge));
        assert_eq!(parse("99999999999999999999", b'.', 0), Err(NotANumber::TooLarge));
    }

    proptest! {
        #[test]
        fn agrees_with_integer_arithmetic(whole in 0_i64..1_000_000_000, fraction in 0_u32..1_000_000_000, decimals in 0_u8..=9) {
            let text = format!("{whole}.{fraction:09}");
            let exact = i128::from(whole) * 1_000_000_000 + i128::from(fraction);
            let unit = 10_i128.pow(9 - u32::from(decimals));
            let (floor, rest) = (exact / unit, exact % unit);
            let expected = match (rest * 2).cmp(&unit) {
                std::cmp::Ordering::Less => floor,
                std::cmp::Ordering::Equal => floor + floor % 2,
                std::cmp::Ordering::Greater => floor + 1,
            };
            let parsed = parse(&text, b'.', decimals).unwrap();
            prop_assert_eq!(i128::from(parsed.value), expected);
            prop_assert_eq!(parsed.rounded, rest != 0);
            prop_assert_eq!(general(text.as_bytes(), b'.', decimals).unwrap(), parsed);
            let negative = parse(&format!("-{text}"), b'.', decimals).unwrap();
            prop_assert_eq!(negative.value, -parsed.value);
        }

        #[test]
        fn an_exponent_only_shifts(value in 0_u32..1_000_000, exponent in 0_i32..=6) {
            let shifted = parse(&format!("{value}e-{exponent}"), b'.', 6).unwrap();
            prop_assert_eq!(shifted.value, i64::from(value) * 10_i64.pow(6 - exponent.unsigned_abs()));
        }

        #[test]
        fn never_panics(text in "\\PC*", decimals in 0_u8..=9) {
            let _ = parse(&text, b',', decimals);
        }
    }
}
