//! One walk over the items of all files.

use std::collections::{BTreeMap, BTreeSet};

use syn::{
    Attribute, Block, ExprMatch, ExprMethodCall, FnArg, ImplItemFn, ItemEnum, ItemFn, ItemMod,
    ItemStruct, Pat, Signature, Type, Visibility,
    spanned::Spanned,
    visit::{self, Visit},
};

use crate::files::File;

/// A function with a body.
pub struct Function {
    /// File and line.
    pub place: String,
    /// Its name.
    pub name: String,
    /// From its signature to its last brace.
    pub lines: usize,
}

/// What was counted.
#[derive(Default)]
pub struct Counts {
    /// Every function with a body.
    pub functions: Vec<Function>,
    /// Items that anybody may name.
    pub public: usize,
    /// Items that the crate may name.
    pub in_crate: usize,
    /// Calls of `unwrap`.
    pub unwraps: usize,
    /// Calls of `expect`.
    pub expects: usize,
    /// Functions with a parameter that is a plain `bool`.
    pub with_bool: usize,
    /// Functions with more than five parameters, `self` apart.
    pub many_parameters: usize,
    /// `_ =>` in a match that names variants of an enum of ours.
    pub catch_all: Vec<String>,
    /// Attributes that ask for a feature.
    pub features: usize,
    shown: (usize, usize),
    types: BTreeMap<String, usize>,
}

impl Counts {
    /// Counts in all files.
    pub fn of(files: &[File]) -> Self {
        let mut enums = Enums::default();
        files.iter().for_each(|it| enums.visit_file(&it.syntax));
        let mut walk = Walk {
            counts: Self::default(),
            enums: enums.0,
            path: String::new(),
        };
        for file in files {
            walk.path.clone_from(&file.path);
            walk.visit_file(&file.syntax);
        }
        walk.counts
    }

    /// Says how many public functions have a doc comment.
    pub fn documented(&self) -> String {
        format!("{} of {}", self.shown.0, self.shown.1)
    }

    /// Lists the names that more than one type has.
    pub fn repeated_names(&self) -> String {
        let repeated = self.types.iter().filter(|(_, count)| **count > 1);
        let names: Vec<String> = repeated
            .map(|(name, count)| format!("{name} {count}"))
            .collect();
        names.join(", ")
    }
}

/// Names of our own enums.
#[derive(Default)]
struct Enums(BTreeSet<String>);

impl<'a> Visit<'a> for Enums {
    fn visit_item_enum(&mut self, item: &'a ItemEnum) {
        self.0.insert(item.ident.to_string());
    }
}

struct Walk {
    counts: Counts,
    enums: BTreeSet<String>,
    path: String,
}

impl Walk {
    fn place(&self, span: proc_macro2::Span) -> String {
        format!("{}:{}", self.path, span.start().line)
    }

    fn item(&mut self, visibility: &Visibility) {
        match visibility {
            Visibility::Public(_) => self.counts.public += 1,
            Visibility::Restricted(_) => self.counts.in_crate += 1,
            Visibility::Inherited => {}
        }
    }

    fn function(
        &mut self,
        attributes: &[Attribute],
        visibility: &Visibility,
        signature: &Signature,
        body: &Block,
    ) {
        let first = signature.span().start().line;
        self.counts.functions.push(Function {
            place: self.place(signature.span()),
            name: signature.ident.to_string(),
            lines: body.span().end().line - first + 1,
        });
        if !matches!(visibility, Visibility::Inherited) {
            self.counts.shown.1 += 1;
            self.counts.shown.0 +=
                usize::from(attributes.iter().any(|it| it.path().is_ident("doc")));
        }
        let typed = signature.inputs.iter().filter_map(|it| match it {
            FnArg::Typed(typed) => Some(&*typed.ty),
            FnArg::Receiver(_) => None,
        });
        let types: Vec<&Type> = typed.collect();
        let is_bool = |it: &&Type| matches!(it, Type::Path(path) if path.path.is_ident("bool"));
        self.counts.with_bool += usize::from(types.iter().any(is_bool));
        self.counts.many_parameters += usize::from(types.len() > 5);
    }

    /// Tells whether a pattern names a variant of an enum of ours.
    fn names_ours(&self, pattern: &Pat) -> bool {
        let path = match pattern {
            Pat::Or(or) => return or.cases.iter().any(|it| self.names_ours(it)),
            Pat::Reference(inner) => return self.names_ours(&inner.pat),
            Pat::Path(path) => &path.path,
            Pat::TupleStruct(pattern) => &pattern.path,
            Pat::Struct(pattern) => &pattern.path,
            _ => return false,
        };
        let mut parts = path.segments.iter().rev().skip(1);
        parts
            .next()
            .is_some_and(|it| self.enums.contains(&it.ident.to_string()))
    }
}

fn is_test(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|it| {
        let list = it
            .path()
            .is_ident("cfg")
            .then(|| it.meta.require_list().ok())
            .flatten();
        list.is_some_and(|it| it.tokens.to_string() == "test")
    })
}

impl<'a> Visit<'a> for Walk {
    fn visit_item_mod(&mut self, item: &'a ItemMod) {
        if !is_test(&item.attrs) {
            visit::visit_item_mod(self, item);
        }
    }

    fn visit_item_fn(&mut self, item: &'a ItemFn) {
        self.item(&item.vis);
        self.function(&item.attrs, &item.vis, &item.sig, &item.block);
        visit::visit_item_fn(self, item);
    }

    fn visit_impl_item_fn(&mut self, item: &'a ImplItemFn) {
        self.item(&item.vis);
        self.function(&item.attrs, &item.vis, &item.sig, &item.block);
        visit::visit_impl_item_fn(self, item);
    }

    fn visit_item_struct(&mut self, item: &'a ItemStruct) {
        self.item(&item.vis);
        *self.counts.types.entry(item.ident.to_string()).or_default() += 1;
        visit::visit_item_struct(self, item);
    }

    fn visit_item_enum(&mut self, item: &'a ItemEnum) {
        self.item(&item.vis);
        *self.counts.types.entry(item.ident.to_string()).or_default() += 1;
        visit::visit_item_enum(self, item);
    }

    fn visit_expr_method_call(&mut self, call: &'a ExprMethodCall) {
        self.counts.unwraps += usize::from(call.method == "unwrap");
        self.counts.expects += usize::from(call.method == "expect");
        visit::visit_expr_method_call(self, call);
    }

    fn visit_expr_match(&mut self, found: &'a ExprMatch) {
        let ours = found.arms.iter().any(|it| self.names_ours(&it.pat));
        let all = found
            .arms
            .iter()
            .find(|it| matches!(it.pat, Pat::Wild(_)) && it.guard.is_none());
        if let Some(arm) = all.filter(|_| ours) {
            let place = self.place(arm.pat.span());
            self.counts.catch_all.push(place);
        }
        visit::visit_expr_match(self, found);
    }

    fn visit_attribute(&mut self, attribute: &'a Attribute) {
        let list = attribute.meta.require_list().ok();
        let asks = list.is_some_and(|it| it.tokens.to_string().contains("feature"));
        self.counts.features += usize::from(attribute.path().is_ident("cfg") && asks);
    }
}
