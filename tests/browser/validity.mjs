// Whether a page is what the HTML standard calls valid, judged by html-validate on the bytes that
// the server sent: what a browser mends in silence is seen here.
import { HtmlValidate, StaticConfigLoader } from 'html-validate';

const judge = new HtmlValidate(new StaticConfigLoader({
  root: true,
  extends: ['html-validate:recommended'],
  rules: {
    // Matters of taste that the standard leaves free.
    'void-style': 'off', 'doctype-style': 'off', 'no-trailing-whitespace': 'off',
    'attribute-boolean-style': 'off', 'long-title': 'off', 'tel-non-breaking': 'off',
    // A button in a form submits it, and which of several was pressed is its value.
    'no-implicit-button-type': 'off', 'form-dup-name': 'off',
    'no-inline-style': 'error',
  },
}));

// What is wrong with a page, one line each.
export async function faults_of(html) {
  const report = await judge.validateString(html);
  return report.results.flatMap((result) => result.messages)
    .map((one) => `${one.ruleId}: ${one.message} (${one.line}:${one.column})`);
}
