import { csrfToken } from "../api/client";
import { Failure } from "../api/failure";

/** A file that was uploaded, or an attachment as a draft keeps it. */
export interface Attached {
  id: string;
  name: string;
}

export interface Upload {
  done: Promise<Attached>;
  cancel: () => void;
}

const URL = "/files/v3/files";

/** Sends a file, for people of the account only, and tells how much of it (0 to 1) has gone. Rejects with a `Failure`. */
export function upload(file: File, onProgress: (part: number) => void): Upload {
  const request = new XMLHttpRequest();
  const done = new Promise<Attached>((resolve, reject) => {
    request.open("POST", URL);
    request.setRequestHeader("X-CSRF-Token", csrfToken());
    request.upload.onprogress = ({ loaded, total }) => onProgress(total ? loaded / total : 0);
    request.onload = () => {
      if (request.status === 201 || request.status === 200) {
        const { id } = JSON.parse(request.responseText) as { id: string };
        resolve({ id, name: file.name });
      } else {
        void Failure.of(new Response(request.responseText, { status: request.status })).then(reject);
      }
    };
    request.onerror = () => reject(Failure.unreachable());
    request.onabort = () => reject(new Failure(0, "", "CANCELLED"));
    request.send(form(file));
  });
  return { done, cancel: () => request.abort() };
}

function form(file: File): FormData {
  const body = new FormData();
  body.append("file", file);
  body.append("folderPath", "/attachments");
  body.append("options", JSON.stringify({ access: "PRIVATE" }));
  body.append("fileName", safeName(file.name));
  return body;
}

const LONGEST = 50;

/** A name that the server takes: without what its names may not have, and not too long. */
export function safeName(name: string): string {
  // eslint-disable-next-line no-control-regex -- those are what it takes out
  const clean = name.replace(/[\u0000-\u001f\u007f/\\\u202a-\u202e\u2066-\u2069\u200e\u200f]/g, "_");
  const shown = clean.replace(/^\.+/, "").trim() || "file";
  const end = /\.[^.]{1,10}$/.exec(shown)?.[0] ?? "";
  const stem = Array.from(shown.slice(0, shown.length - end.length));
  return stem.slice(0, LONGEST).join("") + end;
}
