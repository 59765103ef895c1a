//! Each arc simplified once for each level, so that both sides of a border stay the same line.

use geo::{Coord, LineString, SimplifyVwIdx};

use super::Level;
use super::outline;
use super::topology::{Arcs, Point, STEPS, Use, doubled_area};

/// Kilometres in a step of the grid, along a meridian.
pub(super) const KILOMETRES: f64 = 111.32 / STEPS;

/// Marks, for each point of `arcs`, the levels that keep it. `units` are the arcs each commune is bounded by: none loses a ring.
pub(super) fn simplify(arcs: &mut Arcs, units: &[Vec<Use>]) {
    arcs.kept.fill(1 << Level::Commune.rank());
    for arc in 0..u32::try_from(arcs.len()).unwrap_or(u32::MAX) {
        let range = arcs.range(arc);
        let line = in_kilometres(arcs.points(arc));
        for level in Level::SIMPLIFIED {
            for index in line.simplify_vw_idx(level.smallest_triangle()) {
                arcs.kept[range.start + index] |= 1 << level.rank();
            }
        }
    }
    for uses in units {
        for ring in outline::rings(arcs, uses) {
            for level in Level::SIMPLIFIED {
                keep_surface(arcs, &ring, level);
            }
        }
    }
}

/// The points of an arc on a plane, in kilometres.
fn in_kilometres(points: &[Point]) -> LineString<f64> {
    let latitude = points.first().map_or(0.0, |point| f64::from(point.lat) / STEPS);
    let shrink = latitude.to_radians().cos() * KILOMETRES;
    points.iter().map(|point| Coord { x: f64::from(point.lon) * shrink, y: f64::from(point.lat) * KILOMETRES }).collect()
}

/// Keeps three points far apart of a ring that `level` would flatten, or the whole ring if that is not enough.
fn keep_surface(arcs: &mut Arcs, ring: &[Use], level: Level) {
    if has_surface(arcs, ring, level) {
        return;
    }
    let places: Vec<usize> = ring.iter().flat_map(|&usage| arcs.places(usage)).collect();
    for place in corners(arcs, &places) {
        arcs.kept[place] |= 1 << level.rank();
    }
    if !has_surface(arcs, ring, level) {
        for place in places {
            arcs.kept[place] |= 1 << level.rank();
        }
    }
}

fn has_surface(arcs: &Arcs, ring: &[Use], level: Level) -> bool {
    let points = outline::ring_points(arcs, ring, level.rank());
    points.len() > 2 && doubled_area(&points) != 0
}

/// The first place, the one farthest from it, and the one that makes the largest triangle with both.
fn corners(arcs: &Arcs, places: &[usize]) -> Vec<usize> {
    let point = |place: usize| arcs.points[place];
    let Some(&first) = places.first() else { return Vec::new() };
    let distance = |place: usize| {
        let (dx, dy) = (i64::from(point(place).lon - point(first).lon), i64::from(point(place).lat - point(first).lat));
        dx * dx + dy * dy
    };
    let second = places.iter().copied().max_by_key(|&place| distance(place)).unwrap_or(first);
    let triangle = |place: usize| doubled_area(&[point(first), point(second), point(place)]).abs();
    let third = places.iter().copied().max_by_key(|&place| triangle(place)).unwrap_or(first);
    vec![first, second, third]
}
