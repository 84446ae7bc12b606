//! MP4 files with everything that is read from them and not one picture.

/// Makes a film. Wishes: a codec (`avc1`, `hvc1`, `av01`, `vp09`), a size (`1280x720`), a length (`25s`), `late` for a
/// description behind the pictures, `cut` for a missing end, `torn` for a missing description, `silent`, `sound`.
pub fn mp4(wishes: &[&str]) -> Vec<u8> {
    let has = |wish: &str| wishes.contains(&wish);
    let codec = ["hvc1", "av01", "vp09"].into_iter().find(|it| has(it));
    let (width, height) = super::size(wishes).unwrap_or((1280, 720));
    let seconds = wishes.iter().find_map(|it| it.strip_suffix('s')?.parse().ok()).unwrap_or(20);
    let mut tracks = Vec::new();
    if !has("sound") {
        let entry = pictures(codec.unwrap_or("avc1"), width, height);
        tracks.extend(track(b"vide", (width, height, seconds), &entry));
    }
    if !has("silent") {
        tracks.extend(track(b"soun", (0, 0, seconds), &sound()));
    }
    let head = [
        [0; 12].as_slice(),
        &1000_u32.to_be_bytes(),
        &(seconds * 1000_u32).to_be_bytes(),
        &[0; 80],
    ];
    let moov = boxed(b"moov", &[boxed(b"mvhd", &head.concat()), tracks].concat());
    let mdat = boxed(b"mdat", &[0; 100]);
    let start = boxed(b"ftyp", b"isom\0\0\0\0avc1");
    let mut film = match (has("torn"), has("late")) {
        (true, _) => [start, mdat].concat(),
        (false, true) => [start, mdat, moov].concat(),
        (false, false) => [start, moov, mdat].concat(),
    };
    if has("cut") {
        film.truncate(film.len() - 50);
    }
    film
}

fn boxed(name: &[u8; 4], content: &[u8]) -> Vec<u8> {
    let length = u32::try_from(content.len() + 8).expect("small");
    [&length.to_be_bytes()[..], name, content].concat()
}

fn track(handler: &[u8; 4], (width, height, seconds): (u32, u32, u32), entry: &[u8]) -> Vec<u8> {
    let mut tkhd = vec![0; 40];
    tkhd.extend([1_i32, 0, 0, 0].iter().flat_map(|it| it.to_be_bytes()));
    tkhd.resize(76, 0);
    tkhd.extend((width << 16).to_be_bytes());
    tkhd.extend((height << 16).to_be_bytes());
    let mut hdlr = vec![0; 8];
    hdlr.extend_from_slice(handler);
    hdlr.resize(25, 0);
    let stsd = [&[0, 0, 0, 0, 0, 0, 0, 1], entry].concat();
    let minf = boxed(b"minf", &boxed(b"stbl", &boxed(b"stsd", &stsd)));
    let mdhd =
        [[0; 12].as_slice(), &90_000_u32.to_be_bytes(), &(90_000 * seconds).to_be_bytes(), &[0; 4]];
    let mdia = [boxed(b"mdhd", &mdhd.concat()), boxed(b"hdlr", &hdlr), minf];
    let mdia = boxed(b"mdia", &mdia.concat());
    boxed(b"trak", &[boxed(b"tkhd", &tkhd), mdia].concat())
}

fn pictures(codec: &str, width: u32, height: u32) -> Vec<u8> {
    let mut entry = vec![0; 24];
    for edge in [width, height] {
        entry.extend(u16::try_from(edge).expect("a film's edge").to_be_bytes());
    }
    entry.resize(78, 0);
    entry.extend(boxed(b"avcC", &[1, 77, 64, 31, 255]));
    let name: &[u8; 4] = codec.as_bytes().try_into().expect("four letters");
    boxed(name, &entry)
}

fn sound() -> Vec<u8> {
    let decoder = [4, 0x80, 0x80, 0x80, 13, 0x40, 0x15, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
    let stream = [&[3, 0x80, 0x80, 0x80, 21, 0, 1, 0][..], &decoder].concat();
    let esds = [&[0; 4][..], &stream].concat();
    boxed(b"mp4a", &[vec![0; 28], boxed(b"esds", &esds)].concat())
}
