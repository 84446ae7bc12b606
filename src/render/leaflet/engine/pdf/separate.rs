//! Colours of a finished PDF → inks: pictures and drawings keep no red, green and blue for the print shop.
//!
//! The looks are mixed in inks by hand; what editors bring comes in the colours of screens. Black is made where a
//! picture is dark, so that shadows never take more than about two thirds of the ink that paper bears.

use std::collections::BTreeSet;

use lopdf::{
    Dictionary, Document, Object, ObjectId, Stream,
    content::{Content, Operation},
};

/// What a colour space counts in, as far as it has to change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Space {
    /// Lightness: black ink alone.
    Gray,
    /// Red, green and blue.
    Screen,
}

/// Turns every screen colour into inks; returns whether all of them could be turned.
///
/// Spaces are renamed last, and only where the numbers were changed: pictures, gradients and pages share one profile, and
/// the number of its parts is what tells a colour of screens from a gray.
///
/// # Errors
/// When a stream cannot be read, which would be a bug of the engine.
pub fn separate(document: &mut Document) -> Result<bool, lopdf::Error> {
    let ids: Vec<ObjectId> = document.objects.keys().copied().collect();
    let mut kept = BTreeSet::new();
    let mut functions = BTreeSet::new();
    for id in &ids {
        paint(document, *id)?;
        if picture(document, *id).is_none() | shading(document, *id, &mut functions).is_none() {
            kept.insert(*id);
        }
    }
    for id in ids.iter().filter(|id| !kept.contains(id)) {
        let Some(mut object) = document.objects.remove(id) else {
            continue;
        };
        name_spaces(document, &mut object);
        document.objects.insert(*id, object);
    }
    document.prune_objects();
    Ok(kept.is_empty())
}

/// The inks that show a colour: 1 is full.
fn inks(red: f32, green: f32, blue: f32) -> [f32; 4] {
    let [cyan, magenta, yellow] = [1.0 - red, 1.0 - green, 1.0 - blue];
    let common = cyan.min(magenta).min(yellow);
    // The square keeps light colours, faces among them, nearly free of black and gives it to shadows: no colour takes more
    // than 220 % of ink.
    let black = common * common;
    [cyan - black, magenta - black, yellow - black, black]
}

/// Returns the space that `object` names, describes or refers to.
fn space(document: &Document, object: &Object) -> Option<Space> {
    match document.dereference(object).ok()?.1 {
        Object::Name(name) if name == b"DeviceRGB" => Some(Space::Screen),
        Object::Name(name) if name == b"DeviceGray" => Some(Space::Gray),
        Object::Array(parts) => {
            let kind = parts.first()?.as_name().ok()?;
            if kind != b"ICCBased" {
                return None;
            }
            let profile = document.dereference(parts.get(1)?).ok()?.1.as_stream().ok()?;
            match profile.dict.get(b"N").and_then(Object::as_i64) {
                Ok(3) => Some(Space::Screen),
                Ok(1) => Some(Space::Gray),
                Ok(_) | Err(_) => None,
            }
        }
        _ => None,
    }
}

/// Changes the pixels of a picture in screen colours; `None` when they cannot be read.
fn picture(document: &mut Document, id: ObjectId) -> Option<()> {
    let Ok(stream) = document.get_object(id).and_then(Object::as_stream) else {
        return Some(());
    };
    let is_picture = stream.dict.get(b"Subtype").and_then(Object::as_name).ok() == Some(b"Image");
    let named = stream.dict.get(b"ColorSpace").ok();
    if !is_picture || named.and_then(|it| space(document, it)) != Some(Space::Screen) {
        return Some(());
    }
    // A photo is unpacked and stays so: readers do not agree whether the inks of a JPEG are the wrong way round.
    let is_photo = stream.filters().is_ok_and(|it| it == [b"DCTDecode"]);
    let pixels = if is_photo {
        image::load_from_memory(&stream.content).ok()?.into_rgb8().into_raw()
    } else {
        stream.get_plain_content().ok()?
    };
    let part = |value: u8| f32::from(value) / 255.0;
    let mut out = Vec::with_capacity(pixels.len() / 3 * 4);
    for pixel in pixels.chunks_exact(3) {
        let inks = inks(part(pixel[0]), part(pixel[1]), part(pixel[2]));
        out.extend(inks.map(|ink| (ink * 255.0).round() as u8));
    }
    let stream = document.get_object_mut(id).and_then(Object::as_stream_mut).ok()?;
    stream.set_plain_content(out);
    stream.dict.set("ColorSpace", "DeviceCMYK");
    stream.compress().ok()
}

/// Changes the ends of a gradient in screen colours; `None` for one that is computed by a program, as Typst writes those of a
/// drawing with `spreadMethod="reflect"`.
///
/// Only the ends are turned; what lies between is then mixed of inks.
fn shading(document: &mut Document, id: ObjectId, done: &mut BTreeSet<ObjectId>) -> Option<()> {
    let Ok(shading) = document.get_dictionary(id) else {
        return Some(());
    };
    let named = shading.get(b"ColorSpace").ok();
    if !shading.has(b"ShadingType")
        || named.and_then(|it| space(document, it)) != Some(Space::Screen)
    {
        return Some(());
    }
    let mut functions = vec![shading.get(b"Function").and_then(Object::as_reference).ok()?];
    let mut ends = Vec::new();
    while let Some(id) = functions.pop() {
        let function = document.get_dictionary(id).ok()?;
        match function.get(b"FunctionType").and_then(Object::as_i64).ok()? {
            2 => ends.push(id),
            3 => {
                let parts = function.get(b"Functions").and_then(Object::as_array).ok()?;
                functions.extend(parts.iter().filter_map(|it| it.as_reference().ok()));
            }
            _ => return None,
        }
    }
    // Several gradients may share a function: turned twice it would be nonsense.
    for id in ends.into_iter().filter(|id| done.insert(*id)) {
        let function = document.get_dictionary_mut(id).ok()?;
        for key in [b"C0", b"C1"] {
            let end = function.get_mut(key).and_then(Object::as_array_mut).ok()?;
            *end = mixed(end)?;
        }
    }
    Some(())
}

/// The inks of three numbers, as operands; `None` when there are not three.
fn mixed(parts: &[Object]) -> Option<Vec<Object>> {
    let parts: Vec<f32> = parts.iter().filter_map(|it| it.as_float().ok()).collect();
    let [red, green, blue] = parts[..] else {
        return None;
    };
    let round = |ink: f32| Object::Real((ink * 1000.0).round() / 1000.0);
    Some(inks(red, green, blue).map(round).to_vec())
}

/// Changes what a page, a form or a pattern paints with.
fn paint(document: &mut Document, id: ObjectId) -> Result<(), lopdf::Error> {
    let object = document.get_object(id)?;
    let (streams, resources) = match object {
        Object::Dictionary(page) if page.has_type(b"Page") => {
            (document.get_page_contents(id), page.get(b"Resources"))
        }
        Object::Stream(form) if form.dict.has(b"Resources") => {
            (vec![id], form.dict.get(b"Resources"))
        }
        _ => return Ok(()),
    };
    let resources = resources.and_then(|it| document.dereference(it)?.1.as_dict());
    let spaces = resources.and_then(|it| document.get_dict_in_dict(it, b"ColorSpace"));
    let spaces = spaces.cloned().unwrap_or_default();
    for id in streams {
        let stream = document.get_object(id)?.as_stream()?;
        let mut content = Content::decode(&stream.get_plain_content()?)?;
        if repaint(document, &spaces, &mut content.operations) {
            let bytes = content.encode()?;
            let stream: &mut Stream = document.get_object_mut(id)?.as_stream_mut()?;
            stream.set_plain_content(bytes);
            stream.compress()?;
        }
    }
    Ok(())
}

/// Follows the operations with the spaces they set; returns whether one had to change.
///
/// `sc` says numbers and not of what: only the last `cs` in the same `q … Q` tells. A pattern's operands are a name, no three
/// numbers, and stay.
fn repaint(document: &Document, spaces: &Dictionary, operations: &mut [Operation]) -> bool {
    let named = |operation: &Operation| {
        let name = operation.operands.first()?;
        let described = name.as_name().and_then(|it| spaces.get(it));
        space(document, described.unwrap_or(name))
    };
    let mut now: (Option<Space>, Option<Space>) = (None, None);
    let mut outer = Vec::new();
    let mut changed = false;
    for operation in operations {
        let (is_screen, plain) = match operation.operator.as_str() {
            "q" => {
                outer.push(now);
                continue;
            }
            "Q" => {
                now = outer.pop().unwrap_or_default();
                continue;
            }
            "cs" => {
                now.0 = named(operation);
                continue;
            }
            "CS" => {
                now.1 = named(operation);
                continue;
            }
            "sc" | "scn" => (now.0 == Some(Space::Screen), None),
            "SC" | "SCN" => (now.1 == Some(Space::Screen), None),
            "rg" => (true, Some("k")),
            "RG" => (true, Some("K")),
            _ => continue,
        };
        if let Some(inks) = mixed(&operation.operands).filter(|_| is_screen) {
            operation.operands = inks;
            changed = true;
            if let Some(plain) = plain {
                plain.clone_into(&mut operation.operator);
            }
        }
    }
    changed
}

/// Gives every space in `object` the name of its inks; profiles of screens are then nobody's.
fn name_spaces(document: &Document, object: &mut Object) {
    let entries = match object {
        Object::Array(items) => {
            return items.iter_mut().for_each(|it| name_spaces(document, it));
        }
        Object::Dictionary(entries) => entries,
        Object::Stream(stream) => &mut stream.dict,
        _ => return,
    };
    for (key, value) in entries.iter_mut() {
        if !matches!(&key[..], b"ColorSpace" | b"CS") {
            name_spaces(document, value);
            continue;
        }
        let rename = |value: &mut Object| match space(document, value) {
            Some(Space::Screen) => *value = Object::from("DeviceCMYK"),
            Some(Space::Gray) => *value = Object::from("DeviceGray"),
            None => {}
        };
        match value {
            Object::Dictionary(named) => named.iter_mut().for_each(|(_, it)| rename(it)),
            Object::Reference(_) if space(document, value).is_none() => {}
            value => rename(value),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::inks;

    #[test]
    fn dark_colours_take_black_and_never_too_much_ink() {
        assert_eq!(inks(1.0, 1.0, 1.0), [0.0; 4]);
        assert_eq!(inks(0.0, 0.0, 0.0), [0.0, 0.0, 0.0, 1.0]);
        let steps = || (0..=10u8).map(|it| f32::from(it) / 10.0);
        for (red, green, blue) in
            steps().flat_map(|r| steps().flat_map(move |g| steps().map(move |b| (r, g, b))))
        {
            let inks = inks(red, green, blue);
            assert!(inks.iter().all(|it| (0.0..=1.0).contains(it)), "{inks:?}");
            assert!(inks.iter().sum::<f32>() <= 2.2, "{inks:?}");
        }
    }
}
