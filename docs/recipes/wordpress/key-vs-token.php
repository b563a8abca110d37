<?php
/**
 * Plugin Name: API key or API token?
 * Description: A scene in a post: [key_vs_token scene="leak" ttl="4h" alt="What the picture shows"]
 * Version: 1.0.0
 * License: MIT OR Apache-2.0
 */

defined( 'ABSPATH' ) || exit;

// Where your copy of dist/ is. A define() of this name in wp-config.php goes before it.
defined( 'KEY_VS_TOKEN_ADDRESS' ) || define( 'KEY_VS_TOKEN_ADDRESS', 'https://demos.example/' );

// What an author may set, as the scenes and the element know it. It is a list, since authors who may not post scripts
// may use shortcodes, and an attribute of another name can run a script (onclick) or show another page (src).
const KEY_VS_TOKEN_ATTRIBUTES = 'theme controls dir lang height loading title
	access ahead ask asked aud beside break change check deploy did early events family first flow grace grant half hole
	idle job kind leak leaks leeway length log method noticed off open opens overlap pick refresh revoked scope seed
	signin source speed step t tab to tour ttl until user who with zoom';

add_shortcode( 'key_vs_token', function ( $given ) {
	if ( ! isset( $given['scene'] ) ) {
		return '';
	}
	$settings = array_intersect_key( $given, array_flip( preg_split( '/\s+/', KEY_VS_TOKEN_ATTRIBUTES ) ) );
	$attributes = '';
	foreach ( $settings as $name => $value ) {
		$attributes .= ' ' . $name . '="' . esc_attr( $value ) . '"';
	}
	unset( $settings['height'], $settings['loading'], $settings['title'] ); // These are for the element alone.
	$page = KEY_VS_TOKEN_ADDRESS . 'embed/' . rawurlencode( $given['scene'] );
	$query = $settings ? '?' . http_build_query( $settings, '', '&' ) : '';

	// Once a page, and only where a scene is. A feed has no scripts: it keeps the picture and the link.
	$when = array( 'in_footer' => true, 'strategy' => 'async' ); // Before WordPress 6.3, in the footer and not async.
	wp_enqueue_script( 'key-vs-token', KEY_VS_TOKEN_ADDRESS . 'embed.js', array(), null, $when );
	return sprintf(
		'<api-key-vs-token demo="%s"%s><a href="%s">'
			. '<img src="%s" width="1200" height="630" alt="%s" style="max-width:100%%;height:auto"></a></api-key-vs-token>',
		esc_attr( $given['scene'] ),
		$attributes,
		esc_url( $page . '.html' . $query ),
		esc_url( $page . '.png' ),
		esc_attr( $given['alt'] ?? $given['scene'] )
	);
} );
