//! What is read of a WASM module, and written into it, while the program is taken apart (`parts.rs`).

use std::collections::{BTreeMap, BTreeSet, HashMap};
use wasm_encoder::{
    ConstExpr, ElementSection, Elements, EntityType, ExportKind, ExportSection, ImportSection, Module, RawSection,
};
use wasmparser::{
    BinaryReaderError, Element, ElementItems, ElementKind, Export, KnownCustom, Name, Operator, Parser, Payload,
    TypeRef,
};

/// The names of a module's functions.
pub(crate) fn function_names(module: &[u8]) -> Result<BTreeMap<u32, String>, String> {
    let mut names = BTreeMap::new();
    for payload in Parser::new(0).parse_all(module) {
        let Payload::CustomSection(section) = payload.map_err(unreadable)? else { continue };
        let KnownCustom::Name(subsections) = section.as_known() else { continue };
        for subsection in subsections {
            if let Name::Function(functions) = subsection.map_err(unreadable)? {
                for function in functions {
                    let function = function.map_err(unreadable)?;
                    names.insert(function.index, function.name.to_owned());
                }
            }
        }
    }
    Ok(names)
}

/// The module, with the functions of these names among its exports, and of those that it has only what is kept.
pub(crate) fn exporting(
    module: &[u8],
    names: &BTreeSet<String>,
    keeps: impl Fn(&str) -> bool,
) -> Result<Vec<u8>, String> {
    let mut functions = function_names(module)?;
    functions.retain(|_, name| names.contains(name));
    let mut with = Module::new();
    for payload in Parser::new(0).parse_all(module) {
        let payload = payload.map_err(unreadable)?;
        let Some((id, range)) = payload.as_section() else { continue };
        let range = range.start as usize..range.end as usize;
        let Payload::ExportSection(exports) = payload else {
            with.section(&RawSection { id, data: &module[range] });
            continue;
        };
        let mut section = ExportSection::new();
        for export in exports {
            let Export { name, kind, index } = export.map_err(unreadable)?;
            if keeps(name) {
                section.export(name, kind.into(), index);
            }
        }
        for index in functions.keys() {
            section.export(&format!("first:{index}"), ExportKind::Func, *index);
        }
        with.section(&section);
    }
    Ok(with.finish())
}

pub(crate) fn unreadable(error: BinaryReaderError) -> String {
    format!("the program cannot be read: {error}")
}

/// The module, with its table filled at once: merged, it is filled in hundreds of steps, which say of thousands of places
/// that they are empty, as they are before (1.3 KB less with brotli).
pub(crate) fn in_one_table(module: &[u8]) -> Result<Vec<u8>, String> {
    let mut lean = Module::new();
    for payload in Parser::new(0).parse_all(module) {
        let payload = payload.map_err(unreadable)?;
        let Some((id, range)) = payload.as_section() else { continue };
        let Payload::ElementSection(elements) = payload else {
            lean.section(&RawSection { id, data: &module[range.start as usize..range.end as usize] });
            continue;
        };
        let mut places = BTreeMap::new();
        for element in elements {
            let Element { kind, items, .. } = element.map_err(unreadable)?;
            let ElementKind::Active { table_index: None | Some(0), offset_expr } = kind else {
                return Err("the program fills its table when it runs".to_owned());
            };
            let first = offset_expr.get_operators_reader().read().map_err(unreadable)?;
            let Operator::I32Const { value: first } = first else {
                return Err("the program fills its table from a place that is computed".to_owned());
            };
            match items {
                ElementItems::Functions(functions) => {
                    for (place, function) in (first..).zip(functions) {
                        places.insert(place, function.map_err(unreadable)?);
                    }
                }
                ElementItems::Expressions(_, expressions) => {
                    for (place, expression) in (first..).zip(expressions) {
                        let expression = expression.map_err(unreadable)?;
                        if let Operator::RefFunc { function_index } =
                            expression.get_operators_reader().read().map_err(unreadable)?
                        {
                            places.insert(place, function_index);
                        }
                    }
                }
            }
        }
        let mut section = ElementSection::new();
        let places: Vec<_> = places.into_iter().collect();
        for run in places.chunk_by(|(one, _), (next, _)| one + 1 == *next) {
            let functions: Vec<_> = run.iter().map(|(_, function)| *function).collect();
            section.active(None, &ConstExpr::i32_const(run[0].0), Elements::Functions(functions.into()));
        }
        lean.section(&section);
    }
    Ok(lean.finish())
}

/// The program's first part and its glue, with numbers in the names of what the one takes from the other. The names have
/// a hash each, which cannot be compressed; and what nothing takes any more goes out of the glue.
pub(crate) fn numbered(module: &[u8], glue: &str) -> Result<(Vec<u8>, String), String> {
    const CLOSURE: &str = "wasm_bindgen__convert__closures";
    let (mut lean, mut numbers, mut closures) = (Module::new(), HashMap::new(), BTreeMap::new());
    for payload in Parser::new(0).parse_all(module) {
        let payload = payload.map_err(unreadable)?;
        let Some((id, range)) = payload.as_section() else { continue };
        match payload {
            Payload::ImportSection(imports) => {
                let mut section = ImportSection::new();
                for import in imports.into_imports() {
                    let import = import.map_err(unreadable)?;
                    let TypeRef::Func(of) = import.ty else {
                        return Err(format!("the program takes {}, which is no function", import.name));
                    };
                    let number = numbers.len().to_string();
                    section.import("", &number, EntityType::Function(of));
                    numbers.insert(import.name, number);
                }
                lean.section(&section);
            }
            Payload::ExportSection(exports) => {
                let mut section = ExportSection::new();
                for export in exports {
                    let Export { name, kind, index } = export.map_err(unreadable)?;
                    let kind = ExportKind::from(kind);
                    if name.starts_with(CLOSURE) {
                        let short = format!("closure{}", closures.len());
                        section.export(&short, kind, index);
                        closures.insert(name, short);
                    } else {
                        section.export(name, kind, index);
                    }
                }
                lean.section(&section);
            }
            _ => {
                lean.section(&RawSection { id, data: &module[range.start as usize..range.end as usize] });
            }
        }
    }
    const MODULE: &str = "\"./bound_bg.js\": ";
    if !glue.contains(MODULE) {
        return Err(format!("the glue was expected to have {MODULE}"));
    }
    let (mut glue_of_these, mut is_taken) = (String::new(), true);
    for line in glue.lines() {
        // An object, with a function in each of its fields.
        let field = line.strip_prefix("        ").and_then(|line| line.split_once(": function("));
        if let Some((name, function)) = field.filter(|(name, _)| name.starts_with("__wb")) {
            let number = numbers.remove(name);
            is_taken = number.is_some();
            glue_of_these += &number.map(|number| format!("{number}: function({function}\n")).unwrap_or_default();
            continue;
        }
        is_taken |= line == "    };";
        if is_taken {
            glue_of_these += &line.replace(MODULE, "\"\": ");
            glue_of_these.push('\n');
        }
    }
    // Backwards: of two names the longer first.
    for (name, short) in closures.iter().rev() {
        glue_of_these = glue_of_these.replace(name, short);
    }
    match numbers.keys().next() {
        Some(name) => Err(format!("the glue was expected to have {name}")),
        None => Ok((lean.finish(), glue_of_these)),
    }
}

/// A module, as text, that takes from the first part what each of the merged ones takes (memory, table, globals; all of
/// them take the same), and hands it on: one after the other they would leave as many memories in one module, which
/// browsers do not allow.
pub(crate) fn taken_once(one_of_them: &[u8]) -> Result<String, String> {
    let mut text = "(module\n".to_owned();
    for payload in Parser::new(0).parse_all(one_of_them) {
        let Payload::ImportSection(imports) = payload.map_err(unreadable)? else { continue };
        for import in imports.into_imports() {
            let import = import.map_err(unreadable)?;
            let (what, kind) = match import.ty {
                TypeRef::Memory(memory) => (format!("memory $m {}", memory.initial), "memory $m"),
                TypeRef::Table(table) => (format!("table $t {} funcref", table.initial), "table $t"),
                TypeRef::Global(_) => ("global $g (mut i32)".to_owned(), "global $g"),
                _ => {
                    return Err(format!(
                        "a part takes {} from the first, which is neither memory nor table",
                        import.name
                    ));
                }
            };
            text += &format!("(import \"first\" {:?} ({what}))\n(export {:?} ({kind}))\n", import.name, import.name);
        }
    }
    Ok(text + ")\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn some_exports_come_and_others_go() {
        let mut exports = ExportSection::new();
        exports.export("memory", ExportKind::Memory, 0).export("kept", ExportKind::Func, 7).export(
            "not",
            ExportKind::Func,
            8,
        );
        let mut functions = wasm_encoder::NameMap::new();
        functions.append(4, "four");
        functions.append(5, "five");
        let mut names = wasm_encoder::NameSection::new();
        names.functions(&functions);
        let module = |exports: &ExportSection| {
            let mut module = Module::new();
            module.section(exports).section(&names);
            module.finish()
        };

        let mut expected = ExportSection::new();
        expected.export("memory", ExportKind::Memory, 0).export("kept", ExportKind::Func, 7);
        expected.export("first:5", ExportKind::Func, 5);
        let more = BTreeSet::from(["five".to_owned(), "six".to_owned()]);
        assert_eq!(exporting(&module(&exports), &more, |name| name != "not").unwrap(), module(&expected));
    }

    #[test]
    fn the_table_is_filled_at_once_and_empty_places_stay_empty() {
        let null = ConstExpr::ref_null(wasm_encoder::HeapType::FUNC);
        let functions = |functions: &[u32]| Elements::Functions(functions.to_vec().into());
        let mut elements = ElementSection::new();
        elements.active(None, &ConstExpr::i32_const(3), functions(&[7, 8]));
        let mixed = vec![null.clone(), ConstExpr::ref_func(6), null];
        elements.active(
            None,
            &ConstExpr::i32_const(1),
            Elements::Expressions(wasm_encoder::RefType::FUNCREF, mixed.into()),
        );
        elements.active(None, &ConstExpr::i32_const(9), functions(&[5]));
        let mut module = Module::new();
        module.section(&elements);

        let mut expected = ElementSection::new();
        expected.active(None, &ConstExpr::i32_const(2), functions(&[6, 7, 8]));
        expected.active(None, &ConstExpr::i32_const(9), functions(&[5]));
        let mut filled = Module::new();
        filled.section(&expected);
        assert_eq!(in_one_table(&module.finish()).unwrap(), filled.finish());
    }

    #[test]
    fn a_number_stands_for_each_name_and_what_nothing_takes_is_gone() {
        let mut imports = ImportSection::new();
        imports.import("./bound_bg.js", "__wbg_now_00ff00ff00ff00ff", EntityType::Function(0));
        imports.import("./bound_bg.js", "__wbindgen_throw", EntityType::Function(0));
        let mut exports = ExportSection::new();
        for name in [
            "mount",
            "wasm_bindgen__convert__closures_____invoke__h00",
            "wasm_bindgen__convert__closures_____invoke__h00_2",
        ] {
            exports.export(name, ExportKind::Func, 0);
        }
        let mut module = Module::new();
        module.section(&imports).section(&exports);
        let glue = "\
wasm.wasm_bindgen__convert__closures_____invoke__h00_2(wasm.wasm_bindgen__convert__closures_____invoke__h00());
    const import0 = {
        __wbindgen_throw: function(a) {
            throw a;
        },
        __wbg_log_0123456789abcdef: function() { return handleError(function() {
            log();
        }, arguments); },
        __wbg_now_00ff00ff00ff00ff: function() {
            return now();
        },
        __wbg_last_0123456789abcdef: function() {
        },
    };
    return {
        \"./bound_bg.js\": import0,
    };
";
        let (module, glue) = numbered(&module.finish(), glue).unwrap();
        let mut names = Vec::new();
        for payload in Parser::new(0).parse_all(&module) {
            let payload = payload.unwrap();
            if let Payload::ExportSection(exports) = &payload {
                let exports: Vec<_> = exports.clone().into_iter().map(|export| export.unwrap().name).collect();
                assert_eq!(exports, ["mount", "closure0", "closure1"]);
            }
            let Payload::ImportSection(imports) = payload else { continue };
            names.extend(
                imports.into_imports().map(|import| import.unwrap()).map(|import| (import.module, import.name)),
            );
        }
        assert_eq!(names, [("", "0"), ("", "1")]);
        let expected = "\
wasm.closure1(wasm.closure0());
    const import0 = {
1: function(a) {
            throw a;
        },
0: function() {
            return now();
        },
    };
    return {
        \"\": import0,
    };
";
        assert_eq!(glue, expected);
        for glue in ["", glue.as_str(), "\"./bound_bg.js\": import0"] {
            let missing = numbered(&module, glue).unwrap_err();
            assert!(missing.starts_with("the glue was expected to have "), "{missing}");
        }
    }
}
