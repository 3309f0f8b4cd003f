//! Values, those that are not known counted beside them.

/// A distribution with every value.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Distribution {
    /// The values, ascending.
    pub values: Vec<i64>,
    /// How many are not known.
    pub unknown: usize,
}

impl FromIterator<Option<i64>> for Distribution {
    fn from_iter<T: IntoIterator<Item = Option<i64>>>(values: T) -> Self {
        let mut distribution = Self::default();
        for value in values {
            match value {
                Some(value) => distribution.values.push(value),
                None => distribution.unknown += 1,
            }
        }
        distribution.values.sort_unstable();
        distribution
    }
}

impl Distribution {
    /// How many values are known.
    pub fn n(&self) -> usize {
        self.values.len()
    }

    /// The middle value; of two, the one halfway between them, rounded down.
    pub fn median(&self) -> Option<i64> {
        let upper = *self.values.get(self.n() / 2)?;
        if self.n() % 2 == 1 {
            return Some(upper);
        }
        Some(i64::midpoint(self.values[self.n() / 2 - 1], upper))
    }

    /// The value that nine of ten do not exceed (nearest rank): always one of the values. Of fewer than ten values it
    /// would be their greatest, and say nothing more.
    pub fn p90(&self) -> Option<i64> {
        const FEWEST: usize = 10;
        let rank = (self.n() * 9).div_ceil(10);
        self.values.get(rank.checked_sub(1)?).copied().filter(|_| self.n() >= FEWEST)
    }
}

#[cfg(test)]
mod tests {
    use super::Distribution;

    fn of(values: &[i64]) -> Distribution {
        values.iter().map(|&value| Some(value)).collect()
    }

    #[test]
    fn the_middle_and_the_ninth_of_ten() {
        assert_eq!(of(&[]).median(), None);
        assert_eq!(of(&[7]).median(), Some(7));
        assert_eq!(of(&[30, 10, 20]).median(), Some(20));
        assert_eq!(of(&[10, 25, 30, 1_000]).median(), Some(27));
        assert_eq!(of(&[1, 2, 3]).p90(), None, "too few");
        assert_eq!(of(&(1..=10).collect::<Vec<_>>()).p90(), Some(9));
        assert_eq!(of(&(1..=11).collect::<Vec<_>>()).p90(), Some(10));
    }

    #[test]
    fn what_is_not_known_is_counted_and_no_zero() {
        let mixed: Distribution = [Some(5), None, Some(3), None].into_iter().collect();
        assert_eq!((mixed.n(), mixed.unknown, mixed.median()), (2, 2, Some(4)));
    }
}
