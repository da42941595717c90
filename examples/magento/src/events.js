/**
 * The shop's event sources, beside headgate.min.js: what the manifest's `triggers.magento` name, and what the pages' markup
 * names. There is no tracking call in the theme but one.
 */
import { startAttributes, startMagento } from 'headgate';

startMagento(window.headgate);
startAttributes(window.headgate);
