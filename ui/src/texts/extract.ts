import ts from "typescript";

/** A text of the sources: what it says in English, and, of one that counts, what it says of one. */
export interface Text {
  key: string;
  one?: string;
}

/** The texts that a source passes to `t("…")` and `tn(count, "…", "…")`. */
export function textsOf(name: string, source: string): Text[] {
  const found: Text[] = [];
  const look = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && ts.isIdentifier(node.expression)) {
      const [first, second, third] = node.arguments.map(written);
      if (node.expression.text === "t" && first !== undefined) found.push({ key: first });
      if (node.expression.text === "tn" && second !== undefined && third !== undefined)
        found.push({ key: third, one: second });
    }
    ts.forEachChild(node, look);
  };
  look(ts.createSourceFile(name, source, ts.ScriptTarget.Latest));
  return found;
}

function written(node: ts.Node): string | undefined {
  return ts.isStringLiteralLike(node) ? node.text : undefined;
}
