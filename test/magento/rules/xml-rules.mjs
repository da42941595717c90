import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { MODULE } from '../files.mjs';

/**
 * What Magento's XML files must obey beyond being well-formed: what its schemas allow, and that every name leads somewhere.
 */

/** @import { SourceFile } from '../files.mjs' */
/** @typedef {(files: SourceFile[]) => string[]} Rule */

/** Root element and schema, by the file's name. */
const SCHEMAS = {
  'etc/module.xml': ['config', 'urn:magento:framework:Module/etc/module.xsd'],
  'etc/di.xml': ['config', 'urn:magento:framework:ObjectManager/etc/config.xsd'],
  'frontend/di.xml': ['config', 'urn:magento:framework:ObjectManager/etc/config.xsd'],
  'etc/config.xml': ['config', 'urn:magento:module:Magento_Store:etc/config.xsd'],
  'etc/acl.xml': ['config', 'urn:magento:framework:Acl/etc/acl.xsd'],
  'etc/csp_whitelist.xml': ['csp_whitelist', 'urn:magento:module:Magento_Csp:etc/csp_whitelist.xsd'],
  'etc/db_schema.xml': ['schema', 'urn:magento:framework:Setup/Declaration/Schema/etc/schema.xsd'],
  'etc/crontab.xml': ['config', 'urn:magento:module:Magento_Cron:etc/crontab.xsd'],
  'events.xml': ['config', 'urn:magento:framework:Event/etc/events.xsd'],
  'etc/communication.xml': ['config', 'urn:magento:framework:Communication/etc/communication.xsd'],
  'etc/queue_publisher.xml': ['config', 'urn:magento:framework-message-queue:etc/publisher.xsd'],
  'etc/queue_topology.xml': ['config', 'urn:magento:framework-message-queue:etc/topology.xsd'],
  'etc/queue_consumer.xml': ['config', 'urn:magento:framework-message-queue:etc/consumer.xsd'],
  'adminhtml/routes.xml': ['config', 'urn:magento:framework:App/etc/routes.xsd'],
  'adminhtml/menu.xml': ['config', 'urn:magento:module:Magento_Backend:etc/menu.xsd'],
  'adminhtml/system.xml': ['config', 'urn:magento:module:Magento_Config:etc/system_file.xsd'],
  'layout/': ['page', 'urn:magento:framework:View/Layout/etc/page_configuration.xsd'],
  'ui_component/': ['listing', 'urn:magento:module:Magento_Ui:etc/ui_configuration.xsd'],
};

/** `View/Layout/etc/head.xsd`, scriptType. Another attribute is an error 500 in developer mode. */
const SCRIPT_ATTRIBUTES = 'src defer ie_condition async charset type src_type integrity crossorigin'.split(' ');

/** @type {Record<string, Rule>} */
export const xmlRules = {
  'names the schema of each file': (files) =>
    files.flatMap((file) => {
      const [, expected] = Object.entries(SCHEMAS).find(([part]) => file.path.includes(part)) ?? [];
      const root = /<(\w+)[^>]*noNamespaceSchemaLocation="([^"]+)"/.exec(file.text);
      const isRight = expected !== undefined && root?.[1] === expected[0] && root?.[2] === expected[1];
      return isRight ? [] : [`${file.name}: ${root?.[1]} ${root?.[2]}`];
    }),
  'names classes and methods that exist': (files) =>
    files.flatMap((file) =>
      [...file.text.matchAll(/(Headgate\\Tracking(?:\\\w+)+)(?:::(\w+))?/g)].flatMap(([name, type = '', method]) => {
        const path = join(MODULE, `${type.split('\\').slice(2).join('/')}.php`);
        const code = existsSync(path) ? readFileSync(path, 'utf8') : undefined;
        const isThere = code !== undefined && (!method || code.includes(`function ${method}(`));
        return isThere ? [] : [`${file.name}: ${name}`];
      }),
    ),
  'names templates and scripts that exist': (files) =>
    files.flatMap((file) => {
      const area = file.path.includes('adminhtml') ? 'adminhtml' : 'frontend';
      return [...file.text.matchAll(/template="Headgate_Tracking::([^"]+)"/g)]
        .map(([, name]) => join(MODULE, 'view', area, 'templates', name ?? ''))
        .concat(
          [...file.text.matchAll(/src="Headgate_Core::([^"]+)"/g)]
            .filter(([, name]) => name !== 'js/headgate.min.js')
            .map(([, name]) => join(MODULE, 'storefront/view/frontend/web', name ?? '')),
        )
        .filter((path) => !existsSync(path))
        .map((path) => `${file.name}: ${path}`);
    }),
  'gives scripts only attributes that layouts allow, and defers them': (files) =>
    files
      .filter(({ path }) => path.includes('view/frontend/layout'))
      .flatMap((file) =>
        [...file.text.matchAll(/<script ([^>]*)\/>/g)].flatMap(([whole, attributes = '']) => {
          const names = [...attributes.matchAll(/([\w-]+)=/g)].map(([, name]) => name ?? '');
          const isRight = names.every((name) => SCRIPT_ATTRIBUTES.includes(name)) && names.includes('defer');
          return isRight && attributes.includes('.min.js') ? [] : [`${file.name}: ${whole}`];
        }),
      ),
  'declares every resource of roles that is asked for': (files) => {
    const declared = new Set(matches(files, 'etc/acl.xml', /resource id="([^"]+)"/g));
    const asked = files.flatMap(({ text }) => [
      ...text.matchAll(/(?:resource=|<aclResource>|<resource>)"?(Headgate_Tracking::\w+)/g),
    ]);
    return asked.map(([, name]) => name ?? '').filter((name) => !declared.has(name));
  },
  'has a default for each field of the configuration, and a field for each default': (files) => {
    const system = textOf(files, 'adminhtml/system.xml');
    const defaults = /<headgate>([\s\S]*?)<\/headgate>\s*<dev>/.exec(textOf(files, 'etc/config.xml'))?.[1] ?? '';
    const fields = [...system.matchAll(/<group id="(\w+)"([\s\S]*?)<\/group>/g)].flatMap(([, group, body]) =>
      [...(body ?? '').matchAll(/<field id="(\w+)" translate/g)].map(([, field]) => `${group}/${field}`),
    );
    const given = [...defaults.matchAll(/<(\w+)>\s*((?:<\w+(?:\/>|>[^<]*<\/\w+>)\s*)+)<\/\1>/g)].flatMap(
      ([, group, body]) => [...(body ?? '').matchAll(/<(\w+)(?:\/>|>)/g)].map(([, field]) => `${group}/${field}`),
    );
    return [...fields.filter((name) => !given.includes(name)), ...given.filter((name) => !fields.includes(name))];
  },
  'has a whitelist of all that it declares in the database': (files) => {
    const whitelist = JSON.parse(readFileSync(join(MODULE, 'etc/db_schema_whitelist.json'), 'utf8'));
    return [...textOf(files, 'etc/db_schema.xml').matchAll(/<table name="(\w+)"([\s\S]*?)<\/table>/g)].flatMap(
      ([, table, body = '']) => {
        const { column, constraint, index = {} } = whitelist[table ?? ''] ?? {};
        const columns = [...body.matchAll(/<column xsi:type="\w+" name="(\w+)"/g)].map(([, name]) => name);
        const constraints = [...body.matchAll(/<constraint [^>]*referenceId="(\w+)"/g)].map(([, name]) => name);
        const indexes = [...body.matchAll(/<index referenceId="(\w+)"/g)].map(([, name]) => name);
        const isSame = isSameSet(columns, column) && isSameSet(constraints, constraint) && isSameSet(indexes, index);
        return isSame ? [] : [`${table} differs`];
      },
    );
  },
  'gives each value of the policy an id and a type': (files) =>
    [...textOf(files, 'etc/csp_whitelist.xml').matchAll(/<value ([^>]*)>/g)]
      .map(([, attributes]) => attributes ?? '')
      .filter((attributes) => !/\bid="/.test(attributes) || !/\btype="(?:host|hash)"/.test(attributes)),
  'publishes, binds and consumes the same topic': (files) => {
    const topics = [
      ...matches(files, 'etc/communication.xml', /topic name="([^"]+)"/g),
      ...matches(files, 'etc/queue_publisher.xml', /publisher topic="([^"]+)"/g),
      ...matches(files, 'etc/queue_topology.xml', /binding [^>]*topic="([^"]+)"/g),
    ];
    const queues = [
      ...matches(files, 'etc/queue_topology.xml', /destination="([^"]+)"/g),
      ...matches(files, 'etc/queue_consumer.xml', /queue="([^"]+)"/g),
    ];
    return new Set(topics).size === 1 && topics.length === 3 && new Set(queues).size === 1
      ? []
      : [...topics, ...queues];
  },
};

/** @param {SourceFile[]} files @param {string} part */
function textOf(files, part) {
  return files.find(({ path }) => path.startsWith(join(MODULE, 'etc')) && path.includes(part))?.text ?? '';
}

/** @param {SourceFile[]} files @param {string} part @param {RegExp} pattern */
function matches(files, part, pattern) {
  return [...textOf(files, part).matchAll(pattern)].map(([, found]) => found ?? '');
}

/** @param {(string | undefined)[]} names @param {object | undefined} record */
function isSameSet(names, record) {
  const keys = Object.keys(record ?? {});
  return keys.length === names.length && keys.every((key) => names.includes(key));
}
