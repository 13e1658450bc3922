//! YAML as a tree with places.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use serde_saphyr::granit_parser::{Event, Parser, ScalarStyle, ScanError, Span, StrInput, Tag};

/// How many nodes anchors and aliases may copy: a few lines of aliases to aliases make billions.
const MAX_COPIED: usize = 1_000_000;

/// How deep nodes stand in each other; the layout needs six levels.
const MAX_DEPTH: usize = 32;

/// A node with its place.
#[derive(Debug, Clone)]
pub(super) struct Node<'t> {
    pub(super) line: u32,
    pub(super) column: u32,
    pub(super) content: Content<'t>,
}

#[derive(Debug, Clone)]
pub(super) enum Content<'t> {
    Scalar {
        text: Cow<'t, str>,
        /// Without quotes, so that `~` is nothing and `true` a truth value.
        is_plain: bool,
    },
    Sequence(Vec<Node<'t>>),
    Mapping(Vec<(Node<'t>, Node<'t>)>),
}

/// Why the text is no YAML that is read, and where.
#[derive(Debug)]
pub(super) struct YamlFault {
    pub(super) line: u32,
    pub(super) column: u32,
    pub(super) message: String,
}

impl<'t> Node<'t> {
    /// The text of a scalar that is not nothing.
    pub(super) fn text(&self) -> Option<&str> {
        match &self.content {
            Content::Scalar { text, .. } if !self.is_null() => Some(text),
            _ => None,
        }
    }

    pub(super) fn is_null(&self) -> bool {
        matches!(&self.content, Content::Scalar { text, is_plain: true }
            if matches!(&**text, "" | "~" | "null" | "Null" | "NULL"))
    }

    pub(super) fn is_true(&self) -> bool {
        matches!(&self.content, Content::Scalar { text, is_plain: true }
            if ["true", "yes", "on"].iter().any(|word| text.eq_ignore_ascii_case(word)))
    }

    pub(super) fn entries(&self) -> Option<&[(Node<'t>, Node<'t>)]> {
        match &self.content {
            Content::Mapping(entries) => Some(entries),
            _ => None,
        }
    }

    /// The value of a key.
    pub(super) fn get(&self, key: &str) -> Option<&Node<'t>> {
        let found = self
            .entries()?
            .iter()
            .find(|(name, _)| name.text() == Some(key));
        found.map(|(_, value)| value)
    }

    /// The items of a sequence, or the node alone.
    pub(super) fn items(&self) -> &[Node<'t>] {
        match &self.content {
            Content::Sequence(items) => items,
            _ => std::slice::from_ref(self),
        }
    }

    fn size(&self) -> usize {
        match &self.content {
            Content::Scalar { .. } => 1,
            Content::Sequence(items) => 1 + items.iter().map(Node::size).sum::<usize>(),
            Content::Mapping(entries) => {
                let sizes = entries.iter().map(|(key, value)| key.size() + value.size());
                1 + sizes.sum::<usize>()
            }
        }
    }
}

/// Calls `entry` with each key and value of the mapping that the document is.
pub(super) fn for_each_entry<'t>(
    text: &'t str,
    mut entry: impl FnMut(Node<'t>, Node<'t>),
) -> Result<(), YamlFault> {
    let mut tree = Tree {
        events: Parser::new_from_str(text),
        anchors: HashMap::new(),
        copied: 0,
        depth: 0,
    };
    loop {
        match tree.next()? {
            (Event::StreamEnd, _) => return Ok(()),
            (Event::MappingStart(..), _) => break,
            (Event::StreamStart | Event::DocumentStart(..) | Event::DocumentEnd, _) => {}
            // An empty file is a zone without records.
            (Event::Scalar(text, ScalarStyle::Plain, ..), _) if matches!(&*text, "" | "~") => {}
            (_, span) => return Err(fault(span, "the file is no mapping of names to records")),
        }
    }
    loop {
        let key = match tree.next()? {
            (Event::MappingEnd, _) => break,
            (event, span) => tree.node(event, span)?,
        };
        let (event, span) = tree.next()?;
        entry(key, tree.node(event, span)?);
    }
    loop {
        match tree.next()? {
            (Event::StreamEnd, _) => return Ok(()),
            (Event::DocumentStart(..), span) => {
                return Err(fault(span, "a second document; a zone is one document"));
            }
            _ => {}
        }
    }
}

struct Tree<'t> {
    events: Parser<'t, StrInput<'t>>,
    anchors: HashMap<usize, Node<'t>>,
    copied: usize,
    depth: usize,
}

impl<'t> Tree<'t> {
    fn next(&mut self) -> Result<(Event<'t>, Span), YamlFault> {
        match self.events.next() {
            Some(Ok(next)) => Ok(next),
            Some(Err(error)) => Err(of_scan(&error)),
            None => Ok((Event::StreamEnd, Span::default())),
        }
    }

    /// The node that begins with the event.
    fn node(&mut self, event: Event<'t>, span: Span) -> Result<Node<'t>, YamlFault> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return Err(fault(span, format!("nested more than {MAX_DEPTH} deep")));
        }
        let node = self.node_within(event, span)?;
        self.depth -= 1;
        Ok(node)
    }

    fn node_within(&mut self, event: Event<'t>, span: Span) -> Result<Node<'t>, YamlFault> {
        let (content, anchor) = match event {
            Event::Scalar(text, style, anchor, tag) => {
                refuse_tag(tag, span)?;
                let is_plain = style == ScalarStyle::Plain;
                (Content::Scalar { text, is_plain }, anchor)
            }
            Event::SequenceStart(_, anchor, tag) => {
                refuse_tag(tag, span)?;
                let mut items = Vec::new();
                loop {
                    match self.next()? {
                        (Event::SequenceEnd, _) => break,
                        (event, span) => items.push(self.node(event, span)?),
                    }
                }
                (Content::Sequence(items), anchor)
            }
            Event::MappingStart(_, anchor, tag) => {
                refuse_tag(tag, span)?;
                let mut entries = Vec::new();
                loop {
                    let key = match self.next()? {
                        (Event::MappingEnd, _) => break,
                        (event, span) => self.node(event, span)?,
                    };
                    let (event, span) = self.next()?;
                    entries.push((key, self.node(event, span)?));
                }
                (Content::Mapping(merged(entries)), anchor)
            }
            Event::Alias(anchor) => {
                let Some(node) = self.anchors.get(&anchor) else {
                    return Err(fault(span, "the alias stands inside what it names"));
                };
                let node = node.clone();
                self.count_copy(&node, span)?;
                return Ok(node);
            }
            _ => return Err(fault(span, "a value is missing")),
        };
        let (line, column) = place(span);
        let node = Node {
            line,
            column,
            content,
        };
        if anchor > 0 {
            self.count_copy(&node, span)?;
            self.anchors.insert(anchor, node.clone());
        }
        Ok(node)
    }

    fn count_copy(&mut self, node: &Node<'t>, span: Span) -> Result<(), YamlFault> {
        self.copied += node.size();
        if self.copied > MAX_COPIED {
            return Err(fault(span, "aliases make the file too large"));
        }
        Ok(())
    }
}

/// Puts the entries of `<<` behind a mapping's own, which win.
fn merged<'t>(entries: Vec<(Node<'t>, Node<'t>)>) -> Vec<(Node<'t>, Node<'t>)> {
    let is_merge = |key: &Node<'_>| matches!(&key.content, Content::Scalar { text, is_plain: true } if text == "<<");
    let (merges, mut own): (Vec<_>, Vec<_>) =
        entries.into_iter().partition(|(key, _)| is_merge(key));
    if merges.is_empty() {
        return own;
    }
    let text_of = |key: &Node<'_>| key.text().map(str::to_owned);
    let mut keys: HashSet<Option<String>> = own.iter().map(|(key, _)| text_of(key)).collect();
    for (_, value) in merges {
        for mapping in value.items() {
            for (key, value) in mapping.entries().unwrap_or_default() {
                if keys.insert(text_of(key)) {
                    own.push((key.clone(), value.clone()));
                }
            }
        }
    }
    own
}

fn refuse_tag(tag: Option<Cow<'_, Tag>>, span: Span) -> Result<(), YamlFault> {
    match tag {
        Some(tag) if !tag.is_yaml_core_schema() => {
            let tag = tag.to_string();
            Err(fault(span, format!("the tag {tag} is not read")))
        }
        _ => Ok(()),
    }
}

fn place(span: Span) -> (u32, u32) {
    let number = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
    (number(span.start.line()), number(span.start.col() + 1))
}

fn fault(span: Span, message: impl Into<String>) -> YamlFault {
    let (line, column) = place(span);
    YamlFault {
        line,
        column,
        message: message.into(),
    }
}

fn of_scan(error: &ScanError) -> YamlFault {
    let (line, column) = place(Span::empty(*error.marker()));
    YamlFault {
        line,
        column,
        message: error.info(),
    }
}
