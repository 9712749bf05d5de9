import { expect, it } from "vitest";

import { safeName } from "./upload";

it("makes a name that the server takes", () => {
  expect(safeName("price list.pdf")).toBe("price list.pdf");
  expect(safeName("../../etc/pass\u0000wd")).toBe("_.._etc_pass_wd");
  expect(safeName("evil\u202Egpj.exe")).toBe("evil_gpj.exe");
  expect(safeName("...")).toBe("file");
  expect(safeName("ü".repeat(300) + ".pdf")).toBe("ü".repeat(50) + ".pdf");
  expect(safeName("<img src=x onerror=hacked=1>.png")).toBe("<img src=x onerror=hacked=1>.png");
});
