//! What editors keep in tables: `data/*.csv|toml|json|yaml` → records.
//!
//! In: data files as read. Out: tables, typed records, days and numbers as people write them. Knows nothing of pages, nor of
//! what is made from a record.

pub mod campaigns;
pub mod date;
pub mod stations;
pub mod syntax;
pub mod table;

pub use crate::data::{
    campaigns::{CampaignDay, campaign_days},
    table::{Data, DataTable},
};
