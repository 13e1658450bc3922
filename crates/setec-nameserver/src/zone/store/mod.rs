//! Names, record sets and record data of one zone in four flat tables.
//!
//! A million records are four allocations instead of millions, cost about 100 bytes each, and are
//! copied at the speed of memory when a change must not disturb a transfer.

use domain::base::iana::Rtype;
use foldhash::fast::FixedState;
use hashbrown::HashTable;
use std::hash::BuildHasher;

use crate::name::parent;

/// DNAME (RFC 6672), which `setec-core` keeps as an unknown type.
pub(crate) const DNAME: u16 = 39;

/// Place of a name in its zone's table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct NodeId(u32);

impl NodeId {
    pub(crate) const APEX: Self = Self(0);
    const NONE: Self = Self(u32::MAX);

    pub(crate) fn number(self) -> usize {
        self.0 as usize
    }
}

/// A name that exists, with records or only with names below it (an empty non-terminal).
#[derive(Debug, Clone, Copy)]
struct Node {
    /// Offset of the name in the arena.
    name: u32,
    parent: NodeId,
    /// Its record sets are `count` from `first`.
    first: u32,
    count: u16,
    has_cut: bool,
    has_dname: bool,
    /// Nodes right below.
    children: u32,
}

/// A record set: where its data is.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Set {
    pub(crate) ttl: u32,
    data: u32,
    length: u32,
    pub(crate) rtype: u16,
    pub(crate) count: u16,
}

#[derive(Debug, Clone)]
pub(crate) struct Store {
    /// Names, and record data with a length of two bytes in front of each.
    arena: Vec<u8>,
    nodes: Vec<Node>,
    sets: Vec<Set>,
    index: HashTable<u32>,
    hasher: FixedState,
    records: usize,
    /// Bytes that nothing points to any more.
    dead: usize,
}

impl Store {
    /// An empty zone of that apex, with room for about as many sets.
    pub(crate) fn new(apex: &[u8], sets: usize) -> Self {
        let mut store = Self {
            arena: Vec::with_capacity(sets * 40),
            nodes: Vec::with_capacity(sets),
            sets: Vec::with_capacity(sets),
            index: HashTable::with_capacity(sets),
            hasher: FixedState::default(),
            records: 0,
            dead: 0,
        };
        store.add_node(apex, NodeId::NONE);
        store
    }

    pub(crate) fn apex(&self) -> &[u8] {
        self.name(NodeId::APEX)
    }

    pub(crate) fn records(&self) -> usize {
        self.records
    }

    pub(crate) fn memory(&self) -> usize {
        self.arena.capacity()
            + self.nodes.capacity() * size_of::<Node>()
            + self.sets.capacity() * size_of::<Set>()
            + self.index.allocation_size()
    }

    /// Whether so many bytes more can be addressed.
    pub(crate) fn has_room(&self, bytes: usize) -> bool {
        // A node or a set takes more than one byte, so their numbers fit where their bytes do.
        u32::try_from(self.arena.len() + bytes).is_ok()
    }

    /// Gives back what was set aside and not used.
    pub(crate) fn shrink(&mut self) {
        self.arena.shrink_to_fit();
        self.nodes.shrink_to_fit();
        self.sets.shrink_to_fit();
        let hasher = Hasher(&self.arena, &self.nodes, &self.hasher);
        self.index.shrink_to_fit(|at| hasher.of_node(*at));
    }

    /// Whether copying the zone would free a third of it.
    pub(crate) fn is_sparse(&self) -> bool {
        self.dead > 64 * 1024 && self.dead > self.memory() / 3
    }

    /// A copy without what changes left behind.
    pub(crate) fn compacted(&self) -> Self {
        let mut copy = Self::new(self.apex(), self.index.len());
        let mut order: Vec<NodeId> = self.index.iter().map(|at| NodeId(*at)).collect();
        order.sort_unstable_by_key(|node| node.0);
        for node in order {
            for set in self.sets_at(node) {
                copy.put(
                    self.name(node),
                    set.rtype,
                    set.ttl,
                    set.count,
                    self.data(*set),
                );
            }
        }
        copy.shrink();
        copy
    }

    pub(crate) fn find(&self, name: &[u8]) -> Option<NodeId> {
        let hash = self.hasher.hash_one(name);
        // A name ends itself, so that where its bytes stand the name stands, and no other.
        let is_it = |at: &u32| {
            let start = self.nodes[*at as usize].name as usize;
            self.arena[start..].starts_with(name)
        };
        self.index.find(hash, is_it).map(|at| NodeId(*at))
    }

    pub(crate) fn name(&self, node: NodeId) -> &[u8] {
        name_at(&self.arena, self.node(node).name)
    }

    pub(crate) fn parent(&self, node: NodeId) -> Option<NodeId> {
        let parent = self.node(node).parent;
        (parent != NodeId::NONE).then_some(parent)
    }

    /// Whether it has an NS set and is not the apex.
    pub(crate) fn is_cut(&self, node: NodeId) -> bool {
        self.node(node).has_cut
    }

    pub(crate) fn has_dname(&self, node: NodeId) -> bool {
        self.node(node).has_dname
    }

    pub(crate) fn sets_at(&self, node: NodeId) -> &[Set] {
        let node = self.node(node);
        let first = node.first as usize;
        &self.sets[first..first + usize::from(node.count)]
    }

    pub(crate) fn set(&self, node: NodeId, rtype: u16) -> Option<Set> {
        let sets = self.sets_at(node);
        sets.iter().find(|set| set.rtype == rtype).copied()
    }

    /// The data of its records.
    pub(crate) fn records_of(&self, set: Set) -> impl Iterator<Item = &[u8]> {
        let mut rest = self.data(set);
        std::iter::from_fn(move || {
            let (length, behind) = rest.split_first_chunk::<2>()?;
            let (rdata, behind) = behind.split_at(u16::from_be_bytes(*length).into());
            rest = behind;
            Some(rdata)
        })
    }

    /// Names that have records, each with its sets; the apex first.
    pub(crate) fn nodes(&self) -> impl Iterator<Item = (NodeId, &[Set])> {
        let last = u32::try_from(self.nodes.len()).unwrap_or(u32::MAX);
        (0..last)
            .map(|at| (NodeId(at), self.sets_at(NodeId(at))))
            .filter(|(_, sets)| !sets.is_empty())
    }

    /// The node of that number, perhaps without sets; `None` behind the last.
    pub(crate) fn node_at(&self, at: u32) -> Option<(NodeId, &[Set])> {
        let is_node = (at as usize) < self.nodes.len();
        is_node.then(|| (NodeId(at), self.sets_at(NodeId(at))))
    }

    /// Puts a set in the place of what is there; `data` has each record's length in front.
    pub(crate) fn put(&mut self, name: &[u8], rtype: u16, ttl: u32, count: u16, data: &[u8]) {
        let node = self.find_or_add(name);
        let set = Set {
            ttl,
            data: self.append(data),
            length: u32::try_from(data.len()).expect("room was checked"),
            rtype,
            count,
        };
        self.records += usize::from(count);
        let at = self.node(node);
        let first = at.first as usize;
        let run = first..first + usize::from(at.count);
        if let Some(old) = self.sets[run.clone()]
            .iter_mut()
            .find(|old| old.rtype == rtype)
        {
            self.records -= usize::from(old.count);
            self.dead += old.length as usize;
            *old = set;
            return;
        }
        // The sets of one name lie side by side: unless they are the last, they move to the end.
        if run.end != self.sets.len() {
            self.dead += run.len() * size_of::<Set>();
            self.nodes[node.number()].first =
                u32::try_from(self.sets.len()).expect("room was checked");
            self.sets.extend_from_within(run);
        }
        self.sets.push(set);
        self.nodes[node.number()].count += 1;
        self.mark(node);
    }

    /// Takes a set out, and its name with it if nothing is left there and below.
    pub(crate) fn remove(&mut self, name: &[u8], rtype: u16) {
        let Some(node) = self.find(name) else { return };
        let at = self.node(node);
        let first = at.first as usize;
        let run = first..first + usize::from(at.count);
        let Some(place) = self.sets[run.clone()]
            .iter()
            .position(|set| set.rtype == rtype)
        else {
            return;
        };
        let gone = self.sets[first + place];
        self.records -= usize::from(gone.count);
        self.dead += gone.length as usize + size_of::<Set>();
        self.sets
            .copy_within(first + place + 1..run.end, first + place);
        self.nodes[node.number()].count -= 1;
        self.mark(node);
        self.remove_if_bare(node);
    }

    fn node(&self, node: NodeId) -> &Node {
        &self.nodes[node.number()]
    }

    fn data(&self, set: Set) -> &[u8] {
        let start = set.data as usize;
        &self.arena[start..start + set.length as usize]
    }

    fn append(&mut self, bytes: &[u8]) -> u32 {
        let at = u32::try_from(self.arena.len()).expect("room was checked");
        self.arena.extend_from_slice(bytes);
        at
    }

    /// The node of that name; it and the empty non-terminals above it are made where they miss.
    fn find_or_add(&mut self, name: &[u8]) -> NodeId {
        if let Some(node) = self.find(name) {
            return node;
        }
        let above = parent(name).expect("a name in the zone is the apex or below it");
        let parent = self.find_or_add(above);
        self.nodes[parent.number()].children += 1;
        self.add_node(name, parent)
    }

    fn add_node(&mut self, name: &[u8], parent: NodeId) -> NodeId {
        let at = u32::try_from(self.nodes.len()).expect("room was checked");
        let node = Node {
            name: self.append(name),
            parent,
            first: u32::try_from(self.sets.len()).expect("room was checked"),
            count: 0,
            has_cut: false,
            has_dname: false,
            children: 0,
        };
        self.nodes.push(node);
        let hasher = Hasher(&self.arena, &self.nodes, &self.hasher);
        let hash = self.hasher.hash_one(name);
        self.index.insert_unique(hash, at, |at| hasher.of_node(*at));
        NodeId(at)
    }

    fn remove_if_bare(&mut self, node: NodeId) {
        let at = *self.node(node);
        if at.count > 0 || at.children > 0 || node == NodeId::APEX {
            return;
        }
        let name = name_at(&self.arena, at.name);
        let hash = self.hasher.hash_one(name);
        if let Ok(entry) = self.index.find_entry(hash, |other| *other == node.0) {
            entry.remove();
        }
        self.dead += name.len() + size_of::<Node>();
        self.nodes[at.parent.number()].children -= 1;
        self.remove_if_bare(at.parent);
    }

    fn mark(&mut self, node: NodeId) {
        let has_cut = node != NodeId::APEX && self.set(node, Rtype::NS.to_int()).is_some();
        let has_dname = self.set(node, DNAME).is_some();
        let at = &mut self.nodes[node.number()];
        at.has_cut = has_cut;
        at.has_dname = has_dname;
    }
}

/// What the hash of a node is made from, apart from the index that asks for it.
struct Hasher<'a>(&'a [u8], &'a [Node], &'a FixedState);

impl Hasher<'_> {
    fn of_node(&self, at: u32) -> u64 {
        let Self(arena, nodes, hasher) = self;
        hasher.hash_one(name_at(arena, nodes[at as usize].name))
    }
}

fn name_at(arena: &[u8], at: u32) -> &[u8] {
    let start = at as usize;
    let mut end = start;
    while arena[end] != 0 {
        end += 1 + usize::from(arena[end]);
    }
    &arena[start..=end]
}

#[cfg(test)]
mod tests;
