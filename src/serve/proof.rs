//! The leaflets of the page that is looked at, drawn when a browser asks for them.
//!
//! They come from the newest build even when that has mistakes: a leaflet that is too long is shown with a mark where it
//! has to be cut.

use std::sync::Arc;

use serde_json::{Value, json};

use crate::{
    Built,
    cache::Cache,
    diag::Sink,
    render::leaflet::{
        ask::{
            format::Named,
            order::{self, Order},
            settings::{self, Settings},
            wish,
        },
        engine::pdf,
        products::{
            context::{KeptInputs, LeafletContext},
            page::PageLeaflet,
        },
    },
    site::PageId,
    source::Sources,
};

/// Width of the pictures, in pixels.
const WIDTH_PX: u32 = 1000;

/// What leaflets can be drawn from, as of one build.
pub struct Proofs(KeptInputs);

impl Proofs {
    /// Keeps what leaflets need of a build.
    pub fn new(built: &Built, sources: &Sources, cache: &Cache) -> Self {
        Self(KeptInputs {
            fonts: built.kept.fonts.clone(),
            site: Arc::clone(&built.read.site),
            documents: built.read.documents.clone(),
            targets: Arc::clone(&built.read.targets),
            sources: sources.for_leaflets(),
            cache: cache.clone(),
        })
    }

    /// Returns the leaflets that the page at `path` (`rights/a/index.html`) asks for, as JSON.
    pub fn list(&self, path: &str) -> Value {
        let Some(id) = self.page(path).filter(|_| pdf::IS_BUILT_IN) else {
            return json!([]);
        };
        let settings = settings::parse(&self.0.site.config, &mut Sink::default());
        let orders = self.orders(id, &settings);
        let one = |it: &Order| json!({"format": it.format.key(), "name": it.format.name()});
        orders.iter().map(one).collect()
    }

    /// Draws a page of a leaflet as PNG, counted from 1; `None` when there is none.
    pub fn draw(&self, path: &str, format: &str, page: usize) -> Option<Vec<u8>> {
        let id = self.page(path)?;
        let mut sink = Sink::default();
        let context = LeafletContext::open(self.0.inputs(), &mut sink);
        let orders = self.orders(id, context.settings());
        let order = orders.into_iter().find(|it| it.format.key() == format)?;
        if !context.can_print(&mut sink) {
            return None;
        }
        let article = context.article(id);
        let ink = order.inks.first().copied().unwrap_or_default();
        let leaflet = PageLeaflet::new(&article, &order, ink, context.sheets(), &mut sink);
        let (typesetter, index) = (context.typesetter(), page.checked_sub(1)?);
        let drawn = typesetter.draw_page(&leaflet.job(), index, WIDTH_PX);
        pdf::forget();
        drawn.ok().flatten()
    }

    fn page(&self, path: &str) -> Option<PageId> {
        wish::find_page(&self.0.site, path.trim_end_matches("index.html"))
    }

    fn orders(&self, id: PageId, settings: &Settings) -> Vec<Order> {
        let wanted = wish::requests(&self.0.site, id);
        order::orders(wanted, settings, &mut Sink::default())
    }
}
