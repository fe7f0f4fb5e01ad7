//! The words of the grammar, which every text has: articles, prepositions, pronouns, auxiliaries. They tell nothing of it.

use std::collections::HashSet;
use std::sync::LazyLock;

use crate::text::fold;

/// By language, separated by spaces. No word that is a part of speech with a meaning of its own, such as `off` in `put off`.
const BY_LANGUAGE: [&str; 4] = [
    // English
    "a about after against all also an and any are as at be because been before being between both but by can could did do does \
     during each for from had has have having he her here him his how if in into is it its may might more most must nor not of on \
     onto or other our ours shall she should since so some such than that the their theirs them then there these they this those \
     though through to until upon was we were what when where which while who whom whose why will with within without would you \
     your",
    // Russian
    "без будет будут был была были было быть в вас ваш во все всех вы где для до его ее ей если есть еще же за и из \
     или им их к как когда которая которого которое которой котором которую которые который которых кто ли между мы \
     на над нам нас наш не него нее ней ним них но о об он она они оно от перед по под после при про с со свой свои \
     та так также там те тем тех то того тоже той только том тот тут у уже чего чем через что чтобы эта эти этих это \
     этого этой этом этот",
    // Kazakh
    "арқылы бен бірақ бойынша бұл да де дейін деп екен еді және кейін мен немесе ол осы пен сол туралы үшін",
    // Urdu
    "اس ان اور ایک بعد بھی پر تک تھا تھی تھے جو سے کا کو کی کے کہ گا گی گے لیے میں نہیں نے ہو ہے ہیں وہ یہ ساتھ",
];

static ALL: LazyLock<HashSet<String>> =
    LazyLock::new(|| BY_LANGUAGE.iter().flat_map(|words| fold::word_spans(words)).map(|(_, word)| word).collect());

/// Whether a word, as [`fold`] writes it, belongs to the grammar of English, Russian, Kazakh or Urdu.
pub(super) fn is_function_word(folded: &str) -> bool {
    ALL.contains(folded)
}
