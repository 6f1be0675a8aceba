// What Twilio's own library and typings say of our documents and signatures.
//
// A document is rebuilt with twilio's VoiceResponse, so that a verb must exist where it stands, and
// each attribute's name and value are held against twilio's typings.
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';

const require = createRequire(new URL('../browser/package.json', import.meta.url));
const twilio = require('twilio');
const { SaxesParser } = require('saxes');
const typings = readFileSync(
  require.resolve('twilio/lib/twiml/VoiceResponse').replace(/\.js$/, '.d.ts'), 'utf8');

// ---- what the typings allow ----

const unions = new Map(
  [...typings.matchAll(/^\s*type (\w+) = (.*);$/gm)].map(([, name, body]) =>
    [name, new Set([...body.matchAll(/"([^"]*)"/g)].map((quoted) => quoted[1]))]));

// "GatherAttributes" → Map of attribute to its type. Repeated interfaces are the same or add.
const attributeTypes = new Map();
for (const [, name, body] of typings.matchAll(/interface (\w+Attributes) \{(.*?)\n {4}\}/gs)) {
  const types = attributeTypes.get(name) ?? new Map();
  for (const [, attribute, type] of body.matchAll(/^\s+"?([\w:-]+)"?\?: (.*);$/gm)) {
    types.set(attribute, type);
  }
  attributeTypes.set(name, types);
}

function fits(type, value) {
  if (type.endsWith('[]')) return value.split(' ').every((one) => fits(type.slice(0, -2), one));
  if (type === 'number') return /^\d+$/.test(value);
  if (type === 'boolean') return value === 'true' || value === 'false';
  if (type === 'string') return true;
  const allowed = unions.get(type);
  if (!allowed) throw new Error(`the typings have a type that this judge can't read: ${type}`);
  return allowed.has(value);
}

function attributeProblems(element, interfaceName) {
  const types = attributeTypes.get(interfaceName) ?? new Map();
  return Object.entries(element.attributes).flatMap(([name, value]) => {
    if (!types.has(name)) return [`<${element.name}> has no attribute ${name}`];
    if (!fits(types.get(name), value)) return [`<${element.name} ${name}="${value}">`];
    return [];
  });
}

// ---- documents ----

// A strict parser: anything that is not well-formed throws.
function parse(xml) {
  let root = null;
  const open = [];
  const parser = new SaxesParser();
  parser.on('error', (error) => { throw error; });
  parser.on('doctype', () => { throw new Error('a document type'); });
  parser.on('opentag', (tag) => {
    const element = { name: tag.name, attributes: { ...tag.attributes }, children: [], text: '' };
    if (open.length > 0) open.at(-1).children.push(element);
    else root = element;
    open.push(element);
  });
  parser.on('closetag', () => open.pop());
  parser.on('text', (text) => { if (open.length > 0) open.at(-1).text += text; });
  parser.write(xml).close();
  return root;
}

// The method of twilio's builder that makes this element in this place.
function methodFor(parent, name) {
  const prototype = Object.getPrototypeOf(parent);
  return Object.getOwnPropertyNames(prototype).find((method) =>
    method !== 'constructor' && prototype[method].toString().includes(`.ele("${name}"`));
}

const speaks = new Set(['Say', 'Play', 'Redirect', 'Number']);

function judgeElement(element, parent) {
  const method = methodFor(parent, element.name);
  if (!method) return [`<${element.name}> may not stand in <${parent.constructor.name}>`];
  const built = parent[method]({});
  const problems = attributeProblems(element, `${built.constructor.name}Attributes`);
  const empty = element.text.trim() === '' && element.children.length === 0;
  if (empty && speaks.has(element.name)) problems.push(`<${element.name}> is empty`);
  return problems.concat(element.children.flatMap((child) => judgeElement(child, built)));
}

export function judgeDocument(xml) {
  try {
    if (Buffer.byteLength(xml) > 64000) return ['longer than 64 kB'];
    const root = parse(xml);
    if (root.name !== 'Response') return [`the root is <${root.name}>`];
    const response = new twilio.twiml.VoiceResponse();
    const problems = root.children.flatMap((child) => judgeElement(child, response));
    if (root.text.trim() !== '') problems.push('text outside a verb');
    return problems;
  } catch (error) {
    return [error.message];
  }
}

// ---- signatures ----

// As a form parser gives them: a repeated name has an array.
function parameters(fields) {
  const out = {};
  for (const [name, value] of fields) {
    if (!(name in out)) out[name] = value;
    else if (Array.isArray(out[name])) out[name].push(value);
    else out[name] = [out[name], value];
  }
  return out;
}

export function judgeSignature({ url, fields, token, signature }) {
  const params = parameters(fields);
  return {
    accepted: twilio.validateRequest(token, signature, url, params),
    theirs: twilio.getExpectedTwilioSignature(token, url, params),
  };
}
