// Without the fonts that the theme would bring: a visitor's own are there already.
import theme from 'vitepress/theme-without-fonts';
import './style.css';

export default theme;
