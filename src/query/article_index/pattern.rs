//! Derives from a regular expression which words a matching text must contain.
//!
//! A part of the expression that only letters and digits can match, such as `gwad[ae]r`, matches within one word or not
//! at all. The vocabulary therefore tells which articles can match; the others are never read.

use regex::Regex;
use regex_syntax::hir::{Class, ClassUnicode, ClassUnicodeRange, Hir, HirKind, Look};

use crate::text::fold;

/// A condition on the words of an article.
#[derive(Debug)]
pub(super) enum PatternNeed {
    /// No condition is known.
    Nothing,
    /// A word contains these letters.
    Letters(String),
    /// One of these words is present.
    Word(PatternWord),
    /// One word of each set, side by side.
    Phrase(Vec<PatternWord>),
    /// All of these conditions hold.
    All(Vec<PatternNeed>),
    /// At least one of these conditions holds.
    Any(Vec<PatternNeed>),
}

/// A condition on single words of the vocabulary.
#[derive(Debug)]
pub(super) struct PatternWord {
    /// Matches somewhere in the words, and can match nothing but letters, digits, and line ends at the ends of words.
    pub(super) regex: Regex,
    /// Every matching word contains one of these fragments, if any are known.
    pieces: Option<Vec<String>>,
    /// Whether it never matches digits alone.
    pub(super) needs_letter: bool,
}

/// A regular expression as the index sees it.
#[derive(Debug)]
pub(super) struct IndexPattern {
    /// The condition without which no text matches.
    pub(super) need: PatternNeed,
    /// Whether a match in ASCII text lies within one word.
    pub(super) within_word: bool,
    /// Whether a word that matches alone also matches in any text in which it stands alone.
    pub(super) by_words: bool,
    /// Whether the expression matches the empty text, and therefore every text.
    pub(super) always: bool,
    /// Letters that match wherever they occur in a word, if the expression matches nothing else.
    pub(super) letters: Option<String>,
}

/// Character classes larger than this are not folded character by character.
const FOLDED: usize = 1000;

/// Searching for more fragments than this takes longer than reading the texts.
const PIECES: usize = 16;

impl IndexPattern {
    /// Analyses an expression that was compiled as case-insensitive.
    pub(super) fn of(regex: &Regex) -> IndexPattern {
        let source = regex.as_str();
        let parsed = regex_syntax::ParserBuilder::new().case_insensitive(true).nest_limit(250).build().parse(source);
        let Ok(hir) = parsed else {
            return IndexPattern {
                need: PatternNeed::Nothing,
                within_word: false,
                by_words: false,
                always: false,
                letters: None,
            };
        };
        let hir = without_captures(&hir);
        let minimum = hir.properties().minimum_len();
        let looks = hir.properties().look_set();
        let word_looks = looks.iter().all(is_of_words);
        let need = need(&hir);
        let letters = match &need {
            PatternNeed::Letters(letters) if folded(&hir).is_some() && regex.is_match(letters) => Some(letters.clone()),
            _ => None,
        };
        IndexPattern {
            need,
            letters,
            within_word: minimum > Some(0) && only_letters_of_ascii(&hir),
            by_words: word_looks && !switches_case(source),
            always: minimum == Some(0) && looks.is_empty(),
        }
    }
}

/// Whether the expression only asks where words begin and end.
fn is_of_words(look: Look) -> bool {
    !matches!(look, Look::Start | Look::End | Look::StartLF | Look::EndLF | Look::StartCRLF | Look::EndCRLF)
}

/// Whether a group such as `(?-i)` may turn off a flag of the whole expression.
fn switches_case(source: &str) -> bool {
    source.split("(?").skip(1).any(|flags| flags.split([')', ':']).next().is_some_and(|flags| flags.contains('-')))
}

fn without_captures(hir: &Hir) -> Hir {
    match hir.kind() {
        HirKind::Capture(capture) => without_captures(&capture.sub),
        HirKind::Concat(parts) => Hir::concat(parts.iter().map(without_captures).collect()),
        HirKind::Alternation(parts) => Hir::alternation(parts.iter().map(without_captures).collect()),
        HirKind::Repetition(repetition) => {
            let sub = Box::new(without_captures(&repetition.sub));
            Hir::repetition(regex_syntax::hir::Repetition { sub, ..repetition.clone() })
        }
        _ => hir.clone(),
    }
}

fn need(hir: &Hir) -> PatternNeed {
    if hir.properties().minimum_len().unwrap_or(0) == 0 {
        return PatternNeed::Nothing;
    }
    if let Some(folded) = folded(hir) {
        return if folded.properties().minimum_len() == Some(0) { PatternNeed::Nothing } else { of_word(&folded) };
    }
    match hir.kind() {
        HirKind::Literal(literal) => match std::str::from_utf8(&literal.0) {
            Ok(text) if text.chars().nth(1).is_some() => of_parts(letters(text).into_iter()),
            _ => PatternNeed::Nothing,
        },
        HirKind::Concat(parts) => of_parts(parts.iter().flat_map(|part| match part.kind() {
            HirKind::Literal(literal) => match std::str::from_utf8(&literal.0) {
                Ok(text) => letters(text),
                Err(_) => vec![part.clone()],
            },
            _ => vec![part.clone()],
        })),
        HirKind::Alternation(parts) => {
            let needs: Vec<PatternNeed> = parts.iter().map(need).collect();
            if needs.iter().any(|need| matches!(need, PatternNeed::Nothing)) {
                PatternNeed::Nothing
            } else {
                PatternNeed::Any(needs)
            }
        }
        HirKind::Repetition(repetition) if repetition.min > 0 => need(&repetition.sub),
        _ => PatternNeed::Nothing,
    }
}

/// A literal as its characters.
fn letters(text: &str) -> Vec<Hir> {
    text.chars().map(|c| Hir::literal(c.to_string().into_bytes())).collect()
}

/// The conditions for parts in sequence. Adjacent parts that only letters match are joined; parts separated by spaces
/// or punctuation are words side by side.
fn of_parts(parts: impl Iterator<Item = Hir>) -> PatternNeed {
    let mut needs = Vec::new();
    let mut phrase: Vec<Vec<Hir>> = vec![Vec::new()];
    for part in parts {
        if let Some(folded) = folded(&part) {
            phrase.last_mut().expect("never empty").push(folded);
        } else if is_gap(&part) {
            if phrase.last().is_some_and(|run| !run.is_empty()) {
                phrase.push(Vec::new());
            }
        } else {
            needs.extend(of_phrase(std::mem::replace(&mut phrase, vec![Vec::new()])));
            needs.push(need(&part));
        }
    }
    needs.extend(of_phrase(phrase));
    needs.retain(|need| !matches!(need, PatternNeed::Nothing));
    match needs.len() {
        0 | 1 => needs.pop().unwrap_or(PatternNeed::Nothing),
        _ => PatternNeed::All(needs),
    }
}

/// The conditions for words side by side; the first may begin, and the last may end, within a word.
fn of_phrase(mut runs: Vec<Vec<Hir>>) -> Vec<PatternNeed> {
    let mut ends_at_gap = false;
    if runs.last().is_some_and(Vec::is_empty) {
        runs.pop();
        ends_at_gap = true;
    }
    let runs: Vec<Hir> = runs.into_iter().map(Hir::concat).collect();
    let is_sure = |run: &Hir| run.properties().minimum_len().unwrap_or(0) > 0;
    if runs.len() < 2 || !runs.iter().all(is_sure) {
        return runs.iter().filter(|run| is_sure(run)).map(of_word).collect();
    }
    let last = runs.len() - 1;
    let word = |(at, run): (usize, Hir)| {
        let (start, end) = (Hir::look(Look::StartLF), Hir::look(Look::EndLF));
        let whole = match (at == 0, at == last && !ends_at_gap) {
            (true, _) => Hir::concat(vec![run.clone(), end]),
            (false, true) => Hir::concat(vec![start, run.clone()]),
            (false, false) => Hir::concat(vec![start, run.clone(), end]),
        };
        let regex = Regex::new(&whole.to_string()).ok()?;
        Some(PatternWord { regex, pieces: pieces_of_word(&run), needs_letter: needs_letter(&run) })
    };
    let words: Option<Vec<PatternWord>> = runs.into_iter().enumerate().map(word).collect();
    words.map(PatternNeed::Phrase).into_iter().collect()
}

fn of_word(folded: &Hir) -> PatternNeed {
    if let HirKind::Literal(literal) = folded.kind()
        && let Ok(letters) = std::str::from_utf8(&literal.0)
    {
        return PatternNeed::Letters(letters.to_owned());
    }
    // It was derived from an expression that compiled within the same limits.
    Regex::new(&folded.to_string()).map_or(PatternNeed::Nothing, |regex| {
        PatternNeed::Word(PatternWord { regex, pieces: pieces_of_word(folded), needs_letter: needs_letter(folded) })
    })
}

/// Fragments of which every match contains at least one, side by side in the folded words, if such are known. There are
/// so few that searching for each is cheaper than reading. Holds for ASCII only: elsewhere adjacent letters can end up
/// in different words.
pub(in crate::query) fn pieces(regex: &Regex) -> Option<Vec<String>> {
    IndexPattern::of(regex).need.pieces().filter(|pieces| pieces.len() <= PIECES)
}

impl PatternNeed {
    fn pieces(&self) -> Option<Vec<String>> {
        match self {
            PatternNeed::Nothing => None,
            PatternNeed::Letters(letters) => Some(vec![letters.clone()]),
            PatternNeed::Word(word) => word.pieces.clone(),
            PatternNeed::Phrase(words) => best(words.iter().map(|word| word.pieces.clone())),
            PatternNeed::All(needs) => best(needs.iter().map(PatternNeed::pieces)),
            PatternNeed::Any(needs) => all(needs.iter().map(PatternNeed::pieces)),
        }
    }
}

/// Fragments of which every match within a word contains at least one.
fn pieces_of_word(folded: &Hir) -> Option<Vec<String>> {
    match folded.kind() {
        HirKind::Literal(literal) => std::str::from_utf8(&literal.0).ok().map(|letters| vec![letters.to_owned()]),
        HirKind::Repetition(repetition) if repetition.min > 0 => pieces_of_word(&repetition.sub),
        HirKind::Capture(capture) => pieces_of_word(&capture.sub),
        HirKind::Concat(parts) => best(parts.iter().map(pieces_of_word)),
        HirKind::Alternation(parts) => all(parts.iter().map(pieces_of_word)),
        HirKind::Empty | HirKind::Repetition(_) | HirKind::Class(_) | HirKind::Look(_) => None,
    }
}

/// Of the fragments of parts that all must occur, those of the rarest part, judged by its shortest fragment.
fn best(parts: impl Iterator<Item = Option<Vec<String>>>) -> Option<Vec<String>> {
    parts.flatten().max_by_key(|pieces| pieces.iter().map(String::len).min())
}

/// The fragments of parts of which one must occur.
fn all(parts: impl Iterator<Item = Option<Vec<String>>>) -> Option<Vec<String>> {
    Some(parts.collect::<Option<Vec<_>>>()?.concat())
}

/// Whether every match contains a character other than an ASCII digit.
fn needs_letter(folded: &Hir) -> bool {
    match folded.kind() {
        HirKind::Literal(literal) => literal.0.iter().any(|byte| !byte.is_ascii_digit()),
        HirKind::Class(Class::Unicode(class)) => !class.iter().any(|range| range.start() <= '9' && range.end() >= '0'),
        HirKind::Class(Class::Bytes(_)) | HirKind::Empty | HirKind::Look(_) => false,
        HirKind::Repetition(repetition) => repetition.min > 0 && needs_letter(&repetition.sub),
        HirKind::Capture(capture) => needs_letter(&capture.sub),
        HirKind::Concat(parts) => parts.iter().any(needs_letter),
        HirKind::Alternation(parts) => parts.iter().all(needs_letter),
    }
}

/// Whether it matches one or more characters that separate words, and nothing else.
fn is_gap(hir: &Hir) -> bool {
    let parts = |c: char| {
        let mut text = [0; 4];
        let text: &str = c.encode_utf8(&mut text);
        !matches!(c, '\'' | '’') && fold::words(text).is_empty() && !fold::letters(text).is_empty()
    };
    match hir.kind() {
        HirKind::Literal(literal) => std::str::from_utf8(&literal.0).is_ok_and(|text| text.chars().all(parts)),
        HirKind::Class(Class::Unicode(class)) => {
            let size: usize = class.iter().map(ClassUnicodeRange::len).sum();
            (1..=FOLDED).contains(&size) && class.iter().flat_map(|range| range.start()..=range.end()).all(parts)
        }
        HirKind::Repetition(repetition) => repetition.min > 0 && is_gap(&repetition.sub),
        HirKind::Concat(all) | HirKind::Alternation(all) => all.iter().all(is_gap),
        HirKind::Empty | HirKind::Class(_) | HirKind::Look(_) | HirKind::Capture(_) => false,
    }
}

/// An expression that matches in folded words wherever this one matches in any text; `None` if this one can match a
/// character that is not a letter or digit, folds to nothing, or depends on more than letters.
fn folded(hir: &Hir) -> Option<Hir> {
    match hir.kind() {
        HirKind::Empty => Some(Hir::empty()),
        HirKind::Literal(literal) => {
            let text = std::str::from_utf8(&literal.0).ok()?;
            let mut out = Vec::new();
            for c in text.chars() {
                out.push(folded_class(&ClassUnicode::new([ClassUnicodeRange::new(c, c)]))?);
            }
            Some(Hir::concat(out))
        }
        HirKind::Class(Class::Unicode(class)) => folded_class(class),
        HirKind::Class(Class::Bytes(class)) => folded_class(&class.to_unicode_class()?),
        HirKind::Look(_) => None,
        HirKind::Repetition(repetition) => {
            let sub = Box::new(folded(&repetition.sub)?);
            Some(Hir::repetition(regex_syntax::hir::Repetition { sub, ..repetition.clone() }))
        }
        HirKind::Capture(capture) => folded(&capture.sub),
        HirKind::Concat(parts) => Some(Hir::concat(parts.iter().map(folded).collect::<Option<_>>()?)),
        HirKind::Alternation(parts) => Some(Hir::alternation(parts.iter().map(folded).collect::<Option<_>>()?)),
    }
}

/// Everything that the characters of a class can become in a folded word.
fn folded_class(class: &ClassUnicode) -> Option<Hir> {
    let size: usize = class.iter().map(ClassUnicodeRange::len).sum();
    if size == 0 {
        return None;
    }
    if size > FOLDED {
        // `\p{L}` and similar: any letters stand for it, provided nothing but letters can match. A letter can fold to
        // several letters, and a mark to none.
        let letters = regex_syntax::parse(r"[\p{Alphabetic}\p{N}\p{M}]").ok()?;
        let HirKind::Class(Class::Unicode(letters)) = letters.kind() else { return None };
        let mut others = class.clone();
        others.difference(letters);
        let any = || regex_syntax::hir::Repetition {
            min: 0,
            max: None,
            greedy: true,
            sub: Box::new(Hir::class(Class::Unicode(any_in_words()))),
        };
        return others.ranges().is_empty().then(|| Hir::repetition(any()));
    }
    let mut out = Vec::new();
    for c in class.iter().flat_map(|range| range.start()..=range.end()) {
        out.push(ClassUnicodeRange::new(c, c));
        let folded = fold::letters(c.encode_utf8(&mut [0; 4])).into_owned();
        // A letter that is dropped or becomes several letters does not fit into a class.
        let mut letters = folded.chars();
        let (Some(letter), None) = (letters.next(), letters.next()) else { return None };
        if !c.is_alphanumeric() || !letter.is_alphanumeric() {
            return None;
        }
        out.push(ClassUnicodeRange::new(letter, letter));
    }
    let class = ClassUnicode::new(out);
    if let [only] = class.ranges()
        && only.start() == only.end()
    {
        return Some(Hir::literal(only.start().to_string().into_bytes()));
    }
    // Everything that folds to the same letter is that letter in a folded word; the other forms do not occur there.
    let in_words: Vec<char> = class
        .iter()
        .flat_map(|range| range.start()..=range.end())
        .filter(|c| fold::letters(c.encode_utf8(&mut [0; 4])).chars().eq([*c]))
        .collect();
    match in_words[..] {
        [] => None,
        [only] => Some(Hir::literal(only.to_string().into_bytes())),
        _ => {
            Some(Hir::class(Class::Unicode(ClassUnicode::new(in_words.iter().map(|&c| ClassUnicodeRange::new(c, c))))))
        }
    }
}

/// Matches any character of a folded word.
fn any_in_words() -> ClassUnicode {
    ClassUnicode::new([ClassUnicodeRange::new('0', char::MAX)])
}

/// Whether the only ASCII characters it can match are letters and digits.
fn only_letters_of_ascii(hir: &Hir) -> bool {
    let good = |c: char| !c.is_ascii() || c.is_ascii_alphanumeric();
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => true,
        HirKind::Literal(literal) => std::str::from_utf8(&literal.0).is_ok_and(|text| text.chars().all(good)),
        HirKind::Class(Class::Unicode(class)) => {
            class.iter().all(|range| (range.start()..=range.end()).take_while(char::is_ascii).all(good))
        }
        HirKind::Class(Class::Bytes(_)) => false,
        HirKind::Repetition(repetition) => only_letters_of_ascii(&repetition.sub),
        HirKind::Capture(capture) => only_letters_of_ascii(&capture.sub),
        HirKind::Concat(parts) | HirKind::Alternation(parts) => parts.iter().all(only_letters_of_ascii),
    }
}
