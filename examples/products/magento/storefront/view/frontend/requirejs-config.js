/* oxlint-disable no-var, no-unused-vars -- Magento joins these files and reads the variable. */
/* For themes' own modules: require(['headgate'], function (headgate) { headgate.push(['track', name, data]); }). */
var config = {
  map: {
    '*': {
      headgate: 'Headgate_Core/js/headgate-amd',
    },
  },
};
