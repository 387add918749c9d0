"""Who must approve what of this brand? Its own matrix of authority, version by version; without one, what ships."""
