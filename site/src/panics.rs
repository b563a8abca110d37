//! What a panic takes in the program. A release prints no message, since in a browser nobody reads it: a panic is a trap. So
//! what makes the message is taken out here, before the program is parted: then the splitter finds that nothing needs the
//! message, the place in the source and all else that was for it alone, and leaves them out.
//!
//! It goes by what the linker says of the addresses in the code (`--emit-relocs`), in the section "reloc.CODE" of
//! <https://github.com/WebAssembly/tool-conventions/blob/main/Linking.md>.

use crate::module::{function_names, unreadable};
use std::ops::Range;
use wasm_encoder::{CustomSection, Encode, Module, RawSection};
use wasmparser::{FunctionBody, KnownCustom, Operator, Parser, Payload, RelocAddendKind, RelocSectionReader, TypeRef};

/// What the standard library calls where a program panics, by pieces of the functions' names. None of them returns, or is
/// called before something panics.
const PANICS: &[&str] = &[
    "panicking::panic",
    "unwrap_failed",
    "expect_failed",
    "assert_failed",
    "slice_index_fail",
    "slice_error_fail",
    "len_mismatch_fail",
    "panic_already_",
    "panic_access_error",
    "raw_vec::handle_error",
    "raw_vec::capacity_overflow",
    "handle_alloc_error",
];

/// What writes a value for developers, in the same way: what readers see is never made with it.
const DEBUG: &[&str] = &["fmt::Debug>::fmt"];

/// The only instruction of a panic.
const TRAP: &[u8] = &[0x00];
/// The only instruction of a `fmt` that writes nothing: the constant for `Ok(())`.
const NOTHING: &[u8] = &[0x41, 0];
/// A zero in as many bytes as the linker's addresses have.
const ZERO: [u8; 5] = [0x80, 0x80, 0x80, 0x80, 0];

/// The linked module with panics that only trap.
///
/// # Errors
/// A sentence, where the module is not as expected.
pub fn silent(mut module: Vec<u8>) -> Result<Vec<u8>, String> {
    let names = function_names(&module)?;
    let is_of = |index: u32, pieces: &[&str]| {
        names.get(&index).is_some_and(|name| {
            let name = format!("{:#}", rustc_demangle::demangle(name));
            pieces.iter().any(|piece| name.contains(piece))
        })
    };
    let instead = |index| match index {
        _ if is_of(index, PANICS) => Some(TRAP),
        _ if is_of(index, DEBUG) => Some(NOTHING),
        _ => None,
    };
    let (mut bodies, mut arguments) = (Vec::new(), Vec::new());
    let (mut index, mut code) = (0, 0);
    for payload in Parser::new(0).parse_all(&module) {
        match payload.map_err(unreadable)? {
            Payload::ImportSection(imports) => {
                for import in imports.into_imports() {
                    index += u32::from(matches!(import.map_err(unreadable)?.ty, TypeRef::Func(_)));
                }
            }
            Payload::CodeSectionStart { range, .. } => code = range.start as usize,
            Payload::CodeSectionEntry(body) => {
                match instead(index) {
                    Some(instruction) => bodies.push((bytes(body.range()), instruction)),
                    None => arguments.extend(arguments_of(&body, |called| is_of(called, PANICS))?),
                }
                index += 1;
            }
            _ => {}
        }
    }
    for (body, instruction) in &bodies {
        replace(&mut module[body.clone()], instruction);
    }
    for argument in &arguments {
        module[argument.clone()].copy_from_slice(&ZERO);
    }
    let gone = |at: usize| {
        let is_in = |range: &Range<usize>| range.contains(&(code + at));
        bodies.iter().any(|(body, _)| is_in(body)) || arguments.iter().any(is_in)
    };
    without_relocations(&module, gone)
}

fn bytes(range: Range<u64>) -> Range<usize> {
    range.start as usize..range.end as usize
}

/// Where a function's body has the addresses that it hands to these others.
fn arguments_of(body: &FunctionBody, is_called: impl Fn(u32) -> bool) -> Result<Vec<Range<usize>>, String> {
    let (mut arguments, mut before) = (Vec::new(), Vec::new());
    let mut operators = body.get_operators_reader().map_err(unreadable)?;
    while !operators.eof() {
        let start = operators.original_position();
        match operators.read().map_err(unreadable)? {
            // After the byte that says what it is.
            Operator::I32Const { .. } => before.push(start as usize + 1..operators.original_position() as usize),
            Operator::LocalGet { .. } => {}
            Operator::Call { function_index } if is_called(function_index) => arguments.append(&mut before),
            _ => before.clear(),
        }
    }
    arguments.retain(|argument: &Range<usize>| argument.len() == ZERO.len());
    Ok(arguments)
}

/// Makes a function's body this instruction, without locals, in as many bytes as it had.
fn replace(body: &mut [u8], instruction: &[u8]) {
    const NOP: u8 = 0x01;
    const END: u8 = 0x0b;
    let last = body.len() - 1;
    body.fill(NOP);
    body[0] = 0;
    body[1..=instruction.len()].copy_from_slice(instruction);
    body[last] = END;
}

/// The module without what the linker says of these places in its code, counted from the section's start.
fn without_relocations(module: &[u8], gone: impl Fn(usize) -> bool) -> Result<Vec<u8>, String> {
    let mut without = Module::new();
    for payload in Parser::new(0).parse_all(module) {
        let payload = payload.map_err(unreadable)?;
        let Some((id, range)) = payload.as_section() else { continue };
        if let Payload::CustomSection(custom) = &payload
            && let KnownCustom::Reloc(relocations) = custom.as_known()
            && custom.name() == "reloc.CODE"
        {
            let data = kept(relocations, &gone)?.into();
            without.section(&CustomSection { name: custom.name().into(), data });
        } else {
            without.section(&RawSection { id, data: &module[bytes(range)] });
        }
    }
    Ok(without.finish())
}

fn kept(relocations: RelocSectionReader, gone: impl Fn(usize) -> bool) -> Result<Vec<u8>, String> {
    let (mut count, mut entries, mut data) = (0_u32, Vec::new(), Vec::new());
    relocations.section_index().encode(&mut data);
    for entry in relocations.entries() {
        let entry = entry.map_err(unreadable)?;
        if gone(entry.offset as usize) {
            continue;
        }
        count += 1;
        entries.push(entry.ty as u8);
        entry.offset.encode(&mut entries);
        entry.index.encode(&mut entries);
        if entry.ty.addend_kind() != RelocAddendKind::None {
            entry.addend.encode(&mut entries);
        }
    }
    count.encode(&mut data);
    Ok([data, entries].concat())
}

#[cfg(test)]
mod tests {
    use super::*;
    use wasm_encoder::{CodeSection, FunctionSection, NameMap, NameSection, TypeSection, ValType};

    const NAMES: [&str; 4] = [
        "_ZN4core6option13unwrap_failed17h0123456789abcdefE",
        "_ZN40_$LT$str$u20$as$u20$core..fmt..Debug$GT$3fmt17h0123456789abcdefE",
        "_ZN42_$LT$str$u20$as$u20$core..fmt..Display$GT$3fmt17h0123456789abcdefE",
        "_ZN7program4main17h0123456789abcdefE",
    ];
    /// An address, as the linker writes it.
    const ADDRESS: [u8; 6] = [0x41, 0x85, 0x80, 0x80, 0x80, 0];

    /// A function that hands two addresses to another, after it has put one away.
    fn calling(other: u8) -> Vec<u8> {
        let drop = [ADDRESS.as_slice(), &[0x1a]].concat();
        let call = [&ADDRESS, &[0x20, 0][..], &ADDRESS, &[0x10, other]].concat();
        [[0].as_slice(), &drop, &call, &[0x41, 5, 0x0b]].concat()
    }

    /// A linked module with these functions, of which the linker knows each address.
    fn linked(bodies: &[Vec<u8>]) -> Vec<u8> {
        let (mut types, mut functions, mut code) = (TypeSection::new(), FunctionSection::new(), CodeSection::new());
        let mut named = NameMap::new();
        types.ty().function([ValType::I32, ValType::I32, ValType::I32], [ValType::I32]);
        let (mut entries, mut count, mut at) = (Vec::new(), 0_u8, 1);
        for (index, body) in (0..).zip(bodies) {
            functions.function(0);
            code.raw(body);
            named.append(index, NAMES[index as usize]);
            at += 1;
            for place in 0..body.len() {
                if body[place..].starts_with(&ADDRESS) {
                    // An address in the code, where it is, of the datum 7, and nothing more.
                    entries.extend([4, at + place as u8 + 1, 7, 0]);
                    count += 1;
                }
            }
            at += body.len() as u8;
        }
        let mut name_section = NameSection::new();
        name_section.functions(&named);
        let mut module = Module::new();
        module.section(&types).section(&functions).section(&code);
        let data = [&[2, count], entries.as_slice()].concat().into();
        module.section(&CustomSection { name: "reloc.CODE".into(), data }).section(&name_section);
        module.finish()
    }

    #[test]
    fn panics_trap_developers_read_nothing_and_what_was_for_them_is_not_needed() {
        let to_display = calling(2);
        let after = silent(linked(&[calling(3), calling(3), to_display.clone(), calling(0)])).unwrap();
        let (mut bodies, mut addresses) = (Vec::new(), Vec::new());
        for payload in Parser::new(0).parse_all(&after) {
            match payload.unwrap() {
                Payload::CodeSectionEntry(body) => bodies.push(body.as_bytes().to_vec()),
                Payload::CustomSection(custom) => {
                    let KnownCustom::Reloc(relocations) = custom.as_known() else { continue };
                    addresses.extend(relocations.entries().into_iter().map(|entry| entry.unwrap().offset));
                }
                _ => {}
            }
        }
        let length = to_display.len();
        let rest = |code: &[u8]| [code, &vec![1; length - code.len() - 1], &[0x0b]].concat();
        assert_eq!(bodies[0], rest(&[0, 0]));
        assert_eq!(bodies[1], rest(&[0, 0x41, 0]));
        assert_eq!(bodies[2], to_display);
        // What is put away stays, and what is handed to the panic is zeros.
        let zero = [&[0x41][..], &ZERO].concat();
        assert_eq!(
            bodies[3],
            calling(0)
                .iter()
                .copied()
                .take(8)
                .chain([zero.as_slice(), &[0x20, 0], &zero, &[0x10, 0, 0x41, 5, 0x0b]].concat())
                .collect::<Vec<_>>()
        );
        // Three in the function that stays as it was, and one in that which panics.
        let at = |body: usize, place: usize| (1 + body * (length + 1) + 1 + place + 1) as u32;
        assert_eq!(addresses, [at(2, 1), at(2, 8), at(2, 16), at(3, 1)]);
    }
}
