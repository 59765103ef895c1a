//! From tokens to steps in postfix order. The parser keeps its own stack, so that no depth of parentheses can exhaust the
//! program's; beyond [`DEPTH`] it says so.

use bassin_kernel::{Kind, Problem, Violation};

use super::{
    LISTED,
    lexer::{Reference, TokenKind, tokens},
};

/// How many parentheses may be open at once.
const DEPTH: usize = 64;
/// The longest text read: every commune of both countries written with its country is half of it.
const LENGTH: usize = 1_000_000;

/// A perimeter expression that is well formed. What it designates is another matter: see [`crate::Atlas::resolve`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Expression {
    pub(super) steps: Vec<Step>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Step {
    Item { offset: usize, reference: Reference },
    Union,
    Difference,
    Intersection,
}

/// Reads an expression (grammar: see the module).
///
/// # Errors
/// Everything that is not well formed, each with its offset in characters.
pub fn parse(text: &str) -> Result<Expression, Problem> {
    if text.len() > LENGTH {
        return Err(Problem::one(
            Kind::TooLarge,
            "perimeter-too-long",
            "L’expression dépasse un million de caractères\u{202f}: désignez des zones plutôt que des communes une à une.",
            "The expression exceeds a million characters: name zones rather than communes one by one.",
        ));
    }
    let mut parser = Parser::default();
    let mut violations = Vec::new();
    let tokens = tokens(text, &mut violations);
    let end = text.chars().count();
    if tokens.is_empty() && violations.is_empty() {
        return Err(Problem::new(Kind::Invalid, vec![empty()]));
    }
    for token in tokens {
        if !parser.token(token.offset, token.kind, &mut violations) {
            break;
        }
    }
    parser.finish(end, &mut violations);
    if violations.is_empty() {
        return Ok(Expression { steps: parser.output });
    }
    violations.sort_by_key(|violation| violation.location.offset);
    Err(problem(violations))
}

/// A problem that spells out the first violations and counts the others.
pub(super) fn problem(mut violations: Vec<Violation>) -> Problem {
    let unlisted = violations.len().saturating_sub(LISTED);
    violations.truncate(LISTED);
    Problem { kind: Kind::Invalid, violations, unlisted: unlisted as u64 }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Pending {
    Open(usize),
    Union,
    Difference,
    Intersection,
    List,
}

impl Pending {
    const fn strength(self) -> u8 {
        match self {
            Self::Open(_) => 0,
            Self::Union | Self::Difference => 1,
            Self::Intersection => 2,
            Self::List => 3,
        }
    }
}

#[derive(Default)]
struct Parser {
    output: Vec<Step>,
    pending: Vec<Pending>,
    depth: usize,
    /// Whether the last token ended an operand.
    after_operand: bool,
}

impl Parser {
    /// Takes one token; `false` stops the reading.
    fn token(&mut self, offset: usize, kind: TokenKind, violations: &mut Vec<Violation>) -> bool {
        match kind {
            TokenKind::Item(reference) => {
                self.juxtapose();
                self.output.push(Step::Item { offset, reference });
                self.after_operand = true;
            }
            TokenKind::Open => {
                self.depth += 1;
                if self.depth > DEPTH {
                    violations.clear();
                    violations.push(too_deep(offset));
                    self.pending.clear();
                    self.after_operand = true;
                    return false;
                }
                self.juxtapose();
                self.pending.push(Pending::Open(offset));
                self.after_operand = false;
            }
            TokenKind::Close => self.close(offset, violations),
            TokenKind::Union => self.operator(offset, Pending::Union, violations),
            TokenKind::Difference => self.operator(offset, Pending::Difference, violations),
            TokenKind::Intersection => self.operator(offset, Pending::Intersection, violations),
        }
        true
    }

    fn juxtapose(&mut self) {
        if self.after_operand {
            self.reduce(Pending::List.strength());
            self.pending.push(Pending::List);
        }
    }

    fn operator(&mut self, offset: usize, operator: Pending, violations: &mut Vec<Violation>) {
        if !self.after_operand {
            violations.push(missing_operand(offset));
            return;
        }
        self.reduce(operator.strength());
        self.pending.push(operator);
        self.after_operand = false;
    }

    fn close(&mut self, offset: usize, violations: &mut Vec<Violation>) {
        if self.depth == 0 {
            violations.push(unmatched(offset));
            return;
        }
        if !self.after_operand {
            violations.push(missing_operand(offset));
        }
        self.reduce(1);
        self.pending.pop();
        self.depth -= 1;
        self.after_operand = true;
    }

    /// Applies the pending operators at least as strong as `strength`, down to the last parenthesis.
    fn reduce(&mut self, strength: u8) {
        while let Some(&pending) = self.pending.last() {
            let step = match pending {
                _ if pending.strength() < strength => return,
                Pending::Open(_) => return,
                Pending::Union | Pending::List => Step::Union,
                Pending::Difference => Step::Difference,
                Pending::Intersection => Step::Intersection,
            };
            self.output.push(step);
            self.pending.pop();
        }
    }

    fn finish(&mut self, end: usize, violations: &mut Vec<Violation>) {
        if !self.after_operand && violations.is_empty() {
            violations.push(missing_operand(end));
        }
        self.reduce(1);
        while let Some(pending) = self.pending.pop() {
            if let Pending::Open(offset) = pending {
                violations.push(unmatched(offset));
            }
            self.reduce(1);
        }
    }
}

fn empty() -> Violation {
    Violation::new(
        "perimeter-empty",
        "Aucun territoire n’est indiqué\u{202f}: écrivez par exemple «\u{202f}departement:67\u{202f}» ou collez des codes de communes.",
        "No territory is given: write for instance “departement:67” or paste codes of communes.",
    )
    .at_offset(0)
}

fn too_deep(offset: usize) -> Violation {
    Violation::new(
        "perimeter-too-deep",
        format!("Plus de {DEPTH} parenthèses sont ouvertes à la fois\u{202f}: simplifiez l’expression, ou enregistrez-en une partie comme périmètre."),
        format!("More than {DEPTH} parentheses are open at once: simplify the expression, or save a part of it as a perimeter."),
    )
    .at_offset(offset)
}

fn missing_operand(offset: usize) -> Violation {
    Violation::new(
        "perimeter-missing-territory",
        "Il manque un territoire ici\u{202f}: un signe +, - ou & se place entre deux territoires.",
        "A territory is missing here: a sign +, - or & goes between two territories.",
    )
    .at_offset(offset)
}

fn unmatched(offset: usize) -> Violation {
    Violation::new("perimeter-unmatched-parenthesis", "Cette parenthèse n’a pas sa correspondante.", "This parenthesis has no match.")
        .at_offset(offset)
}
