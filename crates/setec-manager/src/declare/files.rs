//! Files of a folder, and of nothing but that folder.

use std::fs;
use std::io::{self, Write};
use std::path::{Component, Path, PathBuf};

/// A folder that is not left.
#[derive(Debug)]
pub(crate) struct Files {
    shown: PathBuf,
    root: PathBuf,
}

impl Files {
    /// A folder that is there.
    pub(crate) fn open(dir: &Path) -> io::Result<Self> {
        Ok(Self {
            shown: dir.to_owned(),
            root: dir.canonicalize()?,
        })
    }

    /// A file's path as a person would type it.
    pub(crate) fn shown(&self, file: &str) -> String {
        if self.shown == Path::new(".") {
            return file.to_owned();
        }
        self.shown.join(file).display().to_string()
    }

    /// Whether something of that name is there.
    pub(crate) fn has(&self, file: &str) -> bool {
        self.root.join(file).symlink_metadata().is_ok()
    }

    /// Whether it is a folder inside this one.
    pub(crate) fn is_folder(&self, name: &str) -> bool {
        let path = self.inside(name).and_then(|path| {
            let path = path.canonicalize();
            path.map_err(|error| error.to_string())
        });
        path.is_ok_and(|path| path.starts_with(&self.root) && path.is_dir())
    }

    /// The YAML files that lie directly in a folder inside this one, sorted.
    pub(crate) fn yaml_in(&self, folder: &str) -> Result<Vec<String>, String> {
        let entries = fs::read_dir(self.inside(folder)?).map_err(|error| error.to_string())?;
        let mut files = Vec::new();
        for entry in entries {
            let name = entry.map_err(|error| error.to_string())?.file_name();
            let name = name.into_string().map_err(|_| "a name is no UTF-8 text")?;
            // As octoDNS has it: neither `.yml` nor `.YAML`, but `.yaml` itself.
            if name.strip_suffix(".yaml").is_some() {
                files.push(format!("{}/{name}", folder.trim_end_matches('/')));
            }
        }
        files.sort();
        Ok(files)
    }

    /// A file's text; `None` where there is none.
    pub(crate) fn read(&self, file: &str) -> Result<Option<String>, String> {
        let path = match self.inside(file)?.canonicalize() {
            Ok(path) => path,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(error.to_string()),
        };
        if !path.starts_with(&self.root) {
            return Err("it leads out of the folder".to_owned());
        }
        if !path.is_file() {
            return Err("it is no file".to_owned());
        }
        let bytes = fs::read(&path).map_err(|error| error.to_string())?;
        let text = String::from_utf8(bytes).map_err(|_| "it is no UTF-8 text".to_owned())?;
        Ok(Some(text))
    }

    /// Puts a text in a file's place, all of it or nothing.
    pub(crate) fn write(&self, file: &str, text: &str) -> Result<(), String> {
        let path = self.inside(file)?;
        let parent = path.parent().ok_or("it has no folder")?;
        let parent = parent
            .canonicalize()
            .map_err(|error| format!("its folder: {error}"))?;
        if !parent.starts_with(&self.root) {
            return Err("it leads out of the folder".to_owned());
        }
        let name = path.file_name().ok_or("it is no file's name")?;
        let aside = parent.join(format!(".{}.new", name.to_string_lossy()));
        let written = fs::File::create(&aside)
            .and_then(|mut file| file.write_all(text.as_bytes()))
            .and_then(|()| fs::rename(&aside, parent.join(name)));
        written.map_err(|error| error.to_string())
    }

    /// The names of the files that lie directly in the folder, sorted.
    pub(crate) fn names(&self) -> Vec<String> {
        let entries = fs::read_dir(&self.root).into_iter().flatten().flatten();
        let mut names: Vec<String> = entries
            .filter_map(|entry| entry.file_name().into_string().ok())
            .collect();
        names.sort();
        names
    }

    fn inside(&self, file: &str) -> Result<PathBuf, String> {
        let path = Path::new(file);
        let is_plain =
            |part: Component<'_>| matches!(part, Component::Normal(_) | Component::CurDir);
        if !path.components().all(is_plain) {
            return Err("it leads out of the folder".to_owned());
        }
        Ok(self.root.join(path))
    }
}
