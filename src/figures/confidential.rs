//! A sealed value.

/// The cells that a value came from, in rising order: each is a measure's index and the cell's index within it.
pub(in crate::figures) type Cells = Vec<(u32, u32)>;

/// A value that nobody outside the vault can look at, with the cells that it came from.
///
/// It has no `Debug`, `Display`, `PartialEq`, `Serialize` or `Deref`, on purpose: each would be a way to see it.
#[derive(Clone)]
pub struct Confidential<T> {
    value: T,
    cells: Cells,
}

impl<T> Confidential<T> {
    /// Seals a value as it is read. Its cell is known from where it is put.
    pub fn seal(value: T) -> Confidential<T> {
        Confidential { value, cells: Cells::new() }
    }

    /// The value. A caller's closure would be a leak as well, so this, `map` and `zip` belong to the vault.
    pub(in crate::figures) fn open(&self) -> &T {
        &self.value
    }

    /// The cells that it came from.
    pub(in crate::figures) fn cells(&self) -> &Cells {
        &self.cells
    }

    /// The same value, known to come from `cells`.
    pub(in crate::figures) fn with_cells(value: T, cells: Cells) -> Confidential<T> {
        Confidential { value, cells }
    }

    /// What `make` makes of this value: it comes from the same cells.
    pub(in crate::figures) fn map<U>(&self, make: impl FnOnce(&T) -> U) -> Confidential<U> {
        Confidential { value: make(&self.value), cells: self.cells.clone() }
    }

    /// What `make` makes of two values: it comes from the cells of both.
    pub(in crate::figures) fn zip<U, V>(
        &self,
        other: &Confidential<U>,
        make: impl FnOnce(&T, &U) -> V,
    ) -> Confidential<V> {
        let mut cells = self.cells.clone();
        cells.extend_from_slice(&other.cells);
        cells.sort_unstable();
        cells.dedup();
        Confidential { value: make(&self.value, &other.value), cells }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_comes_of_two_values_remembers_the_cells_of_both() {
        let a = Confidential::with_cells(1, vec![(0, 2), (0, 5)]);
        let b = Confidential::with_cells(2, vec![(0, 1), (0, 2)]);
        let sum = a.zip(&b, |a, b| a + b).map(|sum| sum * 10);
        assert_eq!(*sum.open(), 30);
        assert_eq!(*sum.cells(), [(0, 1), (0, 2), (0, 5)]);
    }
}
