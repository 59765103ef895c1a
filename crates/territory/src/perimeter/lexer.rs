//! From text to tokens. Every character is read once; nothing is refused here but references glued together.

use bassin_kernel::Violation;

/// A token and the position of its first character.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Token {
    pub offset: usize,
    pub kind: TokenKind,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum TokenKind {
    Open,
    Close,
    Union,
    Difference,
    Intersection,
    Item(Reference),
}

/// What designates communes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Reference {
    /// A bare word or a bare quoted name: a code, or a mistake to explain.
    Bare(String),
    /// `kind:value`.
    Named { kind: String, value: String },
}

pub(super) fn tokens(text: &str, violations: &mut Vec<Violation>) -> Vec<Token> {
    let mut lexer = Lexer { characters: text.chars().collect(), position: 0, tokens: Vec::new() };
    lexer.run(violations);
    lexer.tokens
}

struct Lexer {
    characters: Vec<char>,
    position: usize,
    tokens: Vec<Token>,
}

const fn is_dash(character: char) -> bool {
    matches!(character, '-' | '‐' | '‑' | '–' | '—' | '−')
}

/// The character that closes a quotation.
const fn closing(character: char) -> Option<char> {
    match character {
        '"' | '\'' | '`' => Some(character),
        '«' => Some('»'),
        '“' | '„' => Some('”'),
        '‘' => Some('’'),
        _ => None,
    }
}

/// A blank that may stand around a colon.
const fn is_blank(character: char) -> bool {
    matches!(character, ' ' | '\u{a0}' | '\u{202f}')
}

fn is_separator(character: char) -> bool {
    character.is_whitespace()
        || character.is_control()
        || matches!(character, ',' | ';' | '|' | '\u{feff}' | '\u{200b}' | '»' | '”' | '’' | '"' | '\'' | '`' | '‘' | '[' | ']' | '{' | '}')
}

fn ends_word(character: char) -> bool {
    is_separator(character) || closing(character).is_some() || matches!(character, '(' | ')' | '+' | '&')
}

impl Lexer {
    fn peek(&self, ahead: usize) -> Option<char> {
        self.characters.get(self.position + ahead).copied()
    }

    fn push(&mut self, offset: usize, kind: TokenKind) {
        self.tokens.push(Token { offset, kind });
    }

    fn run(&mut self, violations: &mut Vec<Violation>) {
        while let Some(character) = self.peek(0) {
            let start = self.position;
            let operator = match character {
                '(' => Some(TokenKind::Open),
                ')' => Some(TokenKind::Close),
                '+' => Some(TokenKind::Union),
                '&' => Some(TokenKind::Intersection),
                dash if is_dash(dash) => Some(TokenKind::Difference),
                _ => None,
            };
            if let Some(kind) = operator {
                self.push(start, kind);
                self.position += 1;
            } else if closing(character).is_some() {
                self.quoted_item();
            } else if is_separator(character) {
                self.position += 1;
            } else {
                self.word_or_reference(violations);
            }
        }
    }

    /// A quotation that stands alone: codes, each an item, or a name. An unmatched quote is a separator.
    fn quoted_item(&mut self) {
        let start = self.position;
        let Some(content) = self.quotation().filter(|content| content.contains(char::is_alphanumeric)) else {
            self.position = start + 1;
            return;
        };
        let mut words = content.split(ends_word).filter(|word| !word.is_empty());
        if words.all(|word| word.contains(|c: char| c.is_ascii_digit())) {
            // Codes between quotes are read like any others.
            let after = self.position;
            self.position = start + 1;
            while self.position + 1 < after {
                match self.peek(0) {
                    Some(character) if ends_word(character) => self.position += 1,
                    Some(_) => {
                        let offset = self.position;
                        let word = self.word();
                        if word.is_empty() {
                            self.position += 1;
                        } else {
                            self.push(offset, TokenKind::Item(Reference::Bare(word)));
                        }
                    }
                    None => break,
                }
            }
            self.position = after;
        } else {
            self.push(start, TokenKind::Item(Reference::Bare(content)));
        }
    }

    /// The text between the quote at the present position and the one that closes it, and moves past it.
    fn quotation(&mut self) -> Option<String> {
        let close = closing(self.peek(0)?)?;
        let rest = self.characters.get(self.position + 1..)?;
        let length = rest.iter().position(|&character| character == close)?;
        let content = rest.iter().take(length).collect();
        self.position += length + 2;
        Some(content)
    }

    /// Characters up to a separator or an operator; a dash or an apostrophe between two other characters belongs to the word.
    fn word(&mut self) -> String {
        let mut word = String::new();
        while let Some(character) = self.peek(0) {
            let joins = is_dash(character) || matches!(character, '\'' | '’');
            let next_continues = self.peek(1).is_some_and(|next| !ends_word(next) && !is_dash(next) && next != ':');
            let ends = if joins { word.is_empty() || !next_continues } else { ends_word(character) };
            if character == ':' || ends {
                break;
            }
            word.push(if is_dash(character) { '-' } else { character });
            self.position += 1;
        }
        word
    }

    fn word_or_reference(&mut self, violations: &mut Vec<Violation>) {
        let start = self.position;
        let kind = self.word();
        let blanks = (0..).take_while(|&ahead| self.peek(ahead).is_some_and(is_blank)).count();
        if !kind.is_empty() && self.peek(blanks) == Some(':') {
            self.position += blanks;
        }
        if self.peek(0) != Some(':') {
            if kind.is_empty() {
                self.position += 1;
            } else {
                self.push(start, TokenKind::Item(Reference::Bare(kind)));
            }
            return;
        }
        self.position += 1;
        while self.peek(0).is_some_and(is_blank) {
            self.position += 1;
        }
        let value = match self.peek(0) {
            Some(quote) if closing(quote).is_some() => match self.quotation() {
                Some(content) => content,
                None => {
                    violations.push(unclosed_quote(self.position));
                    self.position = self.characters.len();
                    return;
                }
            },
            _ => self.word(),
        };
        if self.peek(0) == Some(':') {
            violations.push(glued(start, &kind, &value));
            while self.peek(0).is_some_and(|character| !ends_word(character)) {
                self.position += 1;
            }
            return;
        }
        self.push(start, TokenKind::Item(Reference::Named { kind, value: value.trim().to_owned() }));
    }
}

fn unclosed_quote(offset: usize) -> Violation {
    Violation::new(
        "perimeter-unclosed-quote",
        "Ce guillemet n’est pas refermé\u{202f}: ajoutez-en un à la fin du nom.",
        "This quotation mark is never closed: add one at the end of the name.",
    )
    .at_offset(offset)
}

fn glued(offset: usize, kind: &str, value: &str) -> Violation {
    Violation::new(
        "perimeter-glued-references",
        format!("«\u{202f}{kind}:{value}:\u{202f}» colle deux références\u{202f}: séparez-les par une espace et un signe, comme «\u{202f}a:1 - b:2\u{202f}»."),
        format!("“{kind}:{value}:” glues two references together: part them with blanks around the sign, as in “a:1 - b:2”."),
    )
    .at_offset(offset)
}
