import js from "@eslint/js";
import hooks from "eslint-plugin-react-hooks";
import { defineConfig, globalIgnores } from "eslint/config";
import typescript from "typescript-eslint";

/** Attributes and fields whose texts people read, and what looks like words instead of a name, an address or a number. */
const READ = "/^(label|placeholder|title|description|aria-label|alt|about|message|heading|hint|counts)$/";
const WORDS = "/^(?!Hubstead$).*(^[A-Z][a-z]|[a-z] [a-z])/";
const BARE_TEXTS = [
  "JSXElement:not([openingElement.name.name=/^code$/i]) > JSXText[value=/[a-z]{2}/]",
  `JSXElement > JSXExpressionContainer > Literal[value=${WORDS}]`,
  `JSXElement > JSXExpressionContainer > :matches(ConditionalExpression, LogicalExpression) > Literal[value=${WORDS}]`,
  `JSXElement > JSXExpressionContainer > TemplateLiteral > TemplateElement[value.raw=${WORDS}]`,
  `JSXAttribute[name.name=${READ}] > Literal[value=${WORDS}]`,
  `JSXAttribute[name.name=${READ}] > JSXExpressionContainer > Literal[value=${WORDS}]`,
  `JSXAttribute[name.name=${READ}] > JSXExpressionContainer > ConditionalExpression > Literal[value=${WORDS}]`,
  `JSXAttribute[name.name=${READ}] > JSXExpressionContainer > TemplateLiteral > TemplateElement[value.raw=${WORDS}]`,
  `Property[key.name=${READ}] > Literal[value=${WORDS}]`,
  `Property[key.name=${READ}] > TemplateLiteral > TemplateElement[value.raw=${WORDS}]`,
];

export default defineConfig([
  globalIgnores(["src/api/schema.d.ts"]),
  js.configs.recommended,
  typescript.configs.strictTypeChecked,
  hooks.configs.flat["recommended-latest"],
  {
    languageOptions: { parserOptions: { projectService: { allowDefaultProject: ["*.js"] } } },
    linterOptions: { reportUnusedDisableDirectives: "error" },
    rules: {
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      "@typescript-eslint/no-confusing-void-expression": ["error", { ignoreArrowShorthand: true }],
    },
  },
  {
    files: ["src/**/*.{ts,tsx}"],
    ignores: ["**/*.test.ts"],
    rules: {
      "no-restricted-syntax": [
        "error",
        ...BARE_TEXTS.map((selector) => ({
          selector,
          message: "What people read passes through t() or tn() of shared/texts.ts.",
        })),
      ],
    },
  },
  { files: ["*.js"], extends: [typescript.configs.disableTypeChecked] },
]);
