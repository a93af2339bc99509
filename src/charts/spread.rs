//! Moves labels apart until none covers another, each as near to its mark as can be.

/// One label on its way to a place: where it would stand best, and how high it is. All in pixels.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Wish {
    /// The middle that it would have alone.
    pub middle: f32,
    /// Its height, with the white between it and the next.
    pub height: f32,
}

/// The middles of labels that do not overlap and lie between `from` and `to`, in the order of `wishes`.
///
/// Labels keep the order of their wishes (equal ones the order given). Those that touch share their displacement, which
/// makes the sum of its squares the least: the pooling of adjacent violators. When all together are higher than the room
/// they start at `from` and run over its end, since a label beyond the edge is better than two on top of each other.
pub fn spread(wishes: &[Wish], from: f32, to: f32) -> Vec<f32> {
    let mut order: Vec<usize> = (0..wishes.len()).collect();
    order.sort_by(|a, b| wishes[*a].middle.total_cmp(&wishes[*b].middle));
    // A pool is a run of labels that touch: where its top would be best, its height, and how many labels it holds.
    let mut pools: Vec<(f32, f32, usize)> = Vec::new();
    let clamp = |top: f32, height: f32| top.min(to - height).max(from);
    for at in &order {
        let wish = wishes[*at];
        let mut pool = (wish.middle - wish.height / 2.0, wish.height, 1);
        while let Some(last) = pools.last().copied() {
            if clamp(last.0, last.1) + last.1 <= clamp(pool.0, pool.1) {
                break;
            }
            pools.pop();
            let count = last.2 + pool.2;
            // Each label of the later pool would like its own top less what now stands above it.
            let top = (last.0 * last.2 as f32 + (pool.0 - last.1) * pool.2 as f32) / count as f32;
            pool = (top, last.1 + pool.1, count);
        }
        pools.push(pool);
    }
    let mut middles = vec![0.0; wishes.len()];
    let mut next = order.iter();
    for (top, height, count) in pools {
        let mut top = clamp(top, height);
        for at in next.by_ref().take(count) {
            middles[*at] = top + wishes[*at].height / 2.0;
            top += wishes[*at].height;
        }
    }
    middles
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wishes(middles: &[f32]) -> Vec<Wish> {
        middles.iter().map(|middle| Wish { middle: *middle, height: 10.0 }).collect()
    }

    #[test]
    fn labels_that_do_not_touch_stay_where_they_are() {
        assert_eq!(spread(&wishes(&[50.0, 20.0]), 0.0, 100.0), [50.0, 20.0]);
    }

    #[test]
    fn labels_that_touch_move_apart_by_the_same() {
        assert_eq!(spread(&wishes(&[50.0, 50.0]), 0.0, 100.0), [45.0, 55.0]);
        assert_eq!(spread(&wishes(&[50.0, 52.0, 54.0]), 0.0, 100.0), [42.0, 52.0, 62.0]);
    }

    #[test]
    fn labels_stay_inside_their_room_while_they_can() {
        assert_eq!(spread(&wishes(&[99.0, 98.0, 0.0]), 0.0, 100.0), [95.0, 85.0, 5.0]);
        assert_eq!(spread(&wishes(&[1.0, 2.0, 3.0]), 0.0, 20.0), [5.0, 15.0, 25.0]);
    }

    proptest::proptest! {
        #[test]
        fn no_label_covers_another(middles in proptest::collection::vec(-50.0f32..150.0, 0..12)) {
            let placed = spread(&wishes(&middles), 0.0, 100.0);
            let mut sorted = placed.clone();
            sorted.sort_by(f32::total_cmp);
            for pair in sorted.windows(2) {
                proptest::prop_assert!(pair[1] - pair[0] >= 9.99, "{placed:?}");
            }
            for (a, b) in (0..middles.len()).flat_map(|a| (0..a).map(move |b| (a, b))) {
                proptest::prop_assert!(middles[a] >= middles[b] || placed[a] <= placed[b], "order kept: {placed:?}");
            }
        }
    }
}
