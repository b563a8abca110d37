//! The program's parts. A release is compiled as one module and then parted (site/src/parts.rs): what the article needs
//! first comes first, and each demo, the console's door, and the table of attacks, when it is wanted. `public/boot.js`
//! fetches a part before anything in it is called, because it outlives what may go wrong on the way.

/// What an expression gives that is in this part of the program, with all that only it needs. A part has one such
/// expression. The splitter finds it by these names, and puts what it gives in the place of the function that is taken in.
#[cfg(parted)]
macro_rules! in_part {
    ($part:ident, $given:ty, $expression:expr) => {{
        #[link(wasm_import_module = "__wasm_split_placeholder__")]
        #[allow(improper_ctypes)]
        unsafe extern "C" {
            #[link_name = concat!("__wasm_split_00", stringify!($part), "00_import_", "00000000000000000000000000000000")]
            safe fn brought() -> $given;
        }
        #[unsafe(export_name = concat!("__wasm_split_00", stringify!($part), "00_export_", "00000000000000000000000000000000"))]
        #[allow(improper_ctypes_definitions)]
        extern "C" fn given() -> $given {
            $expression
        }
        brought()
    }};
}

/// What an expression gives. In a development build, and on the host, all is one part.
#[cfg(not(parted))]
macro_rules! in_part {
    ($part:ident, $given:ty, $expression:expr) => {
        $expression
    };
}

pub(crate) use in_part;
