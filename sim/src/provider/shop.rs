//! The data that the API serves: a small shop. A record is computed from its number, never stored.

use core::fmt::Write;

use crate::wire::rng::Rng;

/// How many records a page holds.
pub const PAGE_SIZE: u32 = 10;

/// A kind of record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Collection {
    /// What was sold.
    Orders,
    /// Who bought it.
    Customers,
    /// What is for sale.
    Products,
    /// What was earned, month by month and country by country.
    Reports,
    /// How the shop is set up.
    Settings,
}

impl Collection {
    /// How many records of this kind the shop has.
    pub const fn size(self) -> u32 {
        match self {
            Self::Orders => 360_000,
            Self::Customers => 80_000,
            Self::Products => 15_000,
            Self::Reports => 4_000,
            Self::Settings => 1_000,
        }
    }

    /// How many pages they fill.
    pub const fn pages(self) -> u32 {
        self.size().div_ceil(PAGE_SIZE)
    }

    /// How many records stand on a page; pages count from 1, and none stand past the last.
    pub const fn records_on(self, page: u32) -> u32 {
        if page == 0 || page > self.pages() {
            return 0;
        }
        let before = (page - 1) * PAGE_SIZE;
        let left = self.size() - before;
        if left < PAGE_SIZE { left } else { PAGE_SIZE }
    }

    /// The JSON text of a page: an array of records.
    pub const fn writer(self) -> fn(u64) -> String {
        match self {
            Self::Orders => |page| Self::Orders.page(page as u32),
            Self::Customers => |page| Self::Customers.page(page as u32),
            Self::Products => |page| Self::Products.page(page as u32),
            Self::Reports => |page| Self::Reports.page(page as u32),
            Self::Settings => |page| Self::Settings.page(page as u32),
        }
    }

    /// The JSON text of one record; records count from 1. `None` where there is none of that number.
    pub fn one(self, number: u32) -> Option<String> {
        let mut text = String::new();
        (1..=self.size()).contains(&number).then(|| self.record(number, &mut text))?;
        Some(text)
    }

    fn page(self, page: u32) -> String {
        let first = page.saturating_sub(1) * PAGE_SIZE;
        let mut text = "[".to_owned();
        for i in 0..self.records_on(page) {
            text.push_str(if i > 0 { ",\n " } else { "" });
            self.record(first + i + 1, &mut text);
        }
        text.push(']');
        text
    }

    fn record(self, number: u32, into: &mut String) {
        let mut rng = Rng::stream(u64::from(number), "shop");
        let cents = rng.below(20_000) + 100;
        let amount = format!("{}.{:02}", cents / 100, cents % 100);
        let name = NAMES[rng.below(NAMES.len() as u64) as usize];
        let _ = match self {
            Self::Orders => write!(
                into,
                r#"{{"id":"ord_{number:06}","customer":"cus_{:06}","total":"{amount}"}}"#,
                rng.below(u64::from(Self::Customers.size())) + 1
            ),
            Self::Customers => {
                write!(into, r#"{{"id":"cus_{number:06}","name":"{name}","email":"{number}@mail.example"}}"#)
            }
            Self::Products => write!(
                into,
                r#"{{"id":"prd_{number:06}","name":"{} no. {number}","price":"{amount}"}}"#,
                GOODS[rng.below(GOODS.len() as u64) as usize]
            ),
            Self::Reports => write!(into, r#"{{"id":"rep_{number:06}","revenue":"{}"}}"#, rng.below(9_000_000) + 1000),
            Self::Settings => write!(into, r#"{{"id":"set_{number:06}","value":{}}}"#, rng.below(2) == 1),
        };
    }
}

const NAMES: [&str; 8] = ["Ines", "Omar", "Mei", "Luka", "Amara", "Noor", "Tomas", "Yuki"];
const GOODS: [&str; 6] = ["Lamp", "Chair", "Kettle", "Shelf", "Blanket", "Clock"];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::json::Value;

    #[test]
    fn a_page_is_json_with_as_many_records_as_it_says() {
        for collection in
            [Collection::Orders, Collection::Customers, Collection::Products, Collection::Reports, Collection::Settings]
        {
            for page in [1, 2, collection.pages(), collection.pages() + 1, 0] {
                let text = collection.page(page);
                let Ok(Value::Array(records)) = Value::parse(&text) else {
                    panic!("{collection:?} page {page} is no array")
                };
                assert_eq!(records.len(), collection.records_on(page) as usize);
            }
        }
    }
}
