//! What is left of the borders of several communes once the borders between them are taken away.

use std::collections::HashMap;

use super::topology::{Arcs, Point, Use};

/// The uses of the arcs walked an odd number of times: the outline of the union, in the order of the arcs.
pub(super) fn odd(mut uses: Vec<Use>) -> Vec<Use> {
    uses.sort_unstable();
    uses.chunk_by(|a, b| a.arc() == b.arc()).filter(|group| group.len() % 2 == 1).map(majority).collect()
}

/// The direction in which a group of uses of one arc, sorted, mostly walks it.
fn majority(group: &[Use]) -> Use {
    group[group.len() / 2]
}

/// Joins the uses of an outline end to end into closed rings that do not pass twice through a junction. The interior stays on the same side
/// wherever the sources agree on it.
pub(super) fn rings(arcs: &Arcs, outline: &[Use]) -> Vec<Vec<Use>> {
    let mut joints = Joints::new(arcs, outline);
    let mut rings = Vec::new();
    while let Some((first, start, mut here)) = joints.any() {
        let mut path = vec![first];
        let mut passed = HashMap::from([(start, 0)]);
        while !path.is_empty() {
            if let Some(&from) = passed.get(&here) {
                let ring = path.split_off(from);
                for &usage in &ring {
                    passed.remove(&arcs.ends(usage).0);
                }
                rings.push(ring);
            } else if let Some((next, there)) = joints.from(here) {
                passed.insert(here, path.len());
                path.push(next);
                here = there;
            } else {
                // A file that was tampered with may leave a line open: what was walked is drawn closed.
                rings.push(std::mem::take(&mut path));
            }
        }
    }
    rings
}

/// The uses not walked yet, by the points where they can be joined.
struct Joints<'a> {
    arcs: &'a Arcs,
    outline: &'a [Use],
    walked: Vec<bool>,
    next: usize,
    starting: HashMap<Point, Vec<usize>>,
    ending: HashMap<Point, Vec<usize>>,
}

impl<'a> Joints<'a> {
    fn new(arcs: &'a Arcs, outline: &'a [Use]) -> Self {
        let mut starting: HashMap<Point, Vec<usize>> = HashMap::with_capacity(outline.len());
        let mut ending: HashMap<Point, Vec<usize>> = HashMap::with_capacity(outline.len());
        for (index, &usage) in outline.iter().enumerate() {
            let (first, last) = arcs.ends(usage);
            starting.entry(first).or_default().push(index);
            ending.entry(last).or_default().push(index);
        }
        Self { arcs, outline, walked: vec![false; outline.len()], next: 0, starting, ending }
    }

    /// A use not walked yet, where it starts and where it ends.
    fn any(&mut self) -> Option<(Use, Point, Point)> {
        while *self.walked.get(self.next)? {
            self.next += 1;
        }
        self.walked[self.next] = true;
        let usage = self.outline[self.next];
        let (first, last) = self.arcs.ends(usage);
        Some((usage, first, last))
    }

    /// A use that goes on from `here`, rather one that starts there than one that ends there, and where it leads.
    fn from(&mut self, here: Point) -> Option<(Use, Point)> {
        if let Some(index) = pop_free(&mut self.starting, &mut self.walked, here) {
            let usage = self.outline[index];
            return Some((usage, self.arcs.ends(usage).1));
        }
        let usage = self.outline[pop_free(&mut self.ending, &mut self.walked, here)?];
        Some((Use::new(usage.arc(), !usage.reversed()), self.arcs.ends(usage).0))
    }
}

fn pop_free(joints: &mut HashMap<Point, Vec<usize>>, walked: &mut [bool], here: Point) -> Option<usize> {
    let candidates = joints.get_mut(&here)?;
    while let Some(index) = candidates.pop() {
        if !walked[index] {
            walked[index] = true;
            return Some(index);
        }
    }
    None
}

/// The points of a ring at `level`, the first not repeated at the end.
pub(super) fn ring_points(arcs: &Arcs, ring: &[Use], level: u8) -> Vec<Point> {
    let mut points: Vec<Point> = Vec::new();
    for &usage in ring {
        for point in arcs.walk(usage, level) {
            if points.last() != Some(&point) {
                points.push(point);
            }
        }
    }
    if points.len() > 1 && points.first() == points.last() {
        points.pop();
    }
    points
}
